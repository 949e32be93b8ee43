package com.protocolbanks.pb.simulation;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.payouts.reconciliation.Reconciliation;
import com.protocolbanks.payroll.settlement.BookedRuns;
import com.protocolbanks.pb.simulation.SimulatedCompany.Approved;
import com.protocolbanks.pb.simulation.SimulatedCompany.Payee;
import java.math.BigInteger;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.Record;
import org.jooq.Result;

/** What has to be so at the end of a run, asked of the database and the chain themselves. */
final class Verdict {
    private final SimulatedWorld world;
    private final List<Approved> batches;
    private final List<String> wrong = new ArrayList<>();

    Verdict(SimulatedWorld world, List<Approved> batches) {
        this.world = world;
        this.batches = batches;
    }

    /** Whether every job is done and no transaction is open, as far as the database says. */
    boolean isQuiet() {
        return count("select count(*) from outbox where done_at is null") == 0
                && count("select count(*) from nonces where state = 'BOUND'") == 0;
    }

    /** Whether a transaction's bytes are committed. */
    boolean isStored(Hash32 transaction) {
        return count("select count(*) from attempts where hash = '\\x"
                        + transaction.hex().substring(2) + "'")
                == 1;
    }

    /** What stands open, for one who wants to know why a run does not end. */
    List<String> open() {
        List<String> lines = new ArrayList<>();
        for (var query : List.of(
                "select 'job ' || id || ' due ' || due_at || ' pushed ' || push_count from outbox where done_at is null",
                "select 'nonce ' || n.nonce || ' ' || n.state || ' ' || n.subject_kind || ' ' || n.subject_part || ': '"
                        + " || string_agg(a.state || ' sent ' || a.send_count, ', ' order by a.created_at)"
                        + " from nonces n join attempts a using (signer, chain_id, nonce)"
                        + " group by n.nonce, n.state, n.subject_kind, n.subject_part order by n.nonce",
                "select 'chunk ' || chunk_index || ' ' || status from payout_chunks order by chunk_index",
                "select 'batch ' || status || ' ' || stage || ' ' || coalesce(stall_reason, '') from payout_batches")) {
            rows(query).forEach(row -> lines.add(String.valueOf(row.get(0))));
        }
        lines.add("the chain's next nonce is " + world.node().nonce(SimulatedWorld.OPERATOR.address()));
        return lines;
    }

    /** Each thing that is not so, as a sentence. */
    List<String> wrong(Clock clock, Set<Hash32> stolen) {
        batches.forEach(this::batch);
        nonces(stolen);
        long held = count("select count(*) from leases where until > '"
                + clock.instant().plusSeconds(120).atOffset(ZoneOffset.UTC) + "'");
        if (held > 0) {
            wrong.add(held + " lease(s) are held for longer than any worker may");
        }
        return wrong;
    }

    private void batch(Approved batch) {
        var row = rows("select status, stage from payout_batches where id = '" + batch.batch() + "'")
                .getFirst();
        if (!"COMPLETED".equals(row.get(0)) || !"DONE".equals(row.get(1))) {
            wrong.add("a batch ended " + row.get(0) + ", " + row.get(1));
        }
        long paid = count(
                "select count(*) from payout_legs where status = 'SUCCESS' and tx_hash is not null and batch_id = '"
                        + batch.batch() + "'");
        if (paid != batch.payees().size()) {
            wrong.add(paid + " of " + batch.payees().size() + " payments are written down as paid");
        }
        var total = BigInteger.ZERO;
        for (Payee payee : batch.payees()) {
            var balance = world.company().balance(payee.wallet());
            if (!balance.equals(payee.units())) {
                wrong.add(payee.wallet() + " holds " + balance + " instead of " + payee.units());
            }
            total = total.add(payee.units());
        }
        reconcile(world.worker(), world.node(), world.company().organization().id(), batch.batch());
    }

    private void reconcile(Database database, ChainClient chain, UUID organization, UUID batch) {
        var clock = Clock.fixed(SimulatedWorld.START, ZoneOffset.UTC);
        var books = new BookedRuns(database, new Organizations(database, clock, UUID::randomUUID));
        new Reconciliation(database, books, chain, clock)
                .reconcile(organization, batch)
                .ifPresentOrElse(
                        found ->
                                found.differences().forEach(one -> wrong.add("books and chain differ: " + one.words())),
                        () -> wrong.add("books and chain cannot be compared while a batch is being paid"));
    }

    private void nonces(Set<Hash32> stolen) {
        long next = world.node().nonce(SimulatedWorld.OPERATOR.address());
        long open = count("select count(*) from nonces where state = 'BOUND'");
        if (open > 0) {
            wrong.add(open + " nonce(s) are still open");
        }
        long above = count("select count(*) from nonces where nonce >= " + next);
        if (above > 0) {
            wrong.add(above + " nonce(s) in the books are beyond the chain's next one, " + next);
        }
        long missing = next - count("select count(*) from nonces") - stolen.size();
        if (missing > 0) {
            wrong.add(missing + " of the chain's " + next + " nonces are nobody's");
        }
    }

    private long count(String query) {
        return rows(query).getFirst().get(0, long.class);
    }

    private Result<Record> rows(String query) {
        return world.administrator().acrossOrganizations(dsl -> dsl.fetch(query));
    }
}
