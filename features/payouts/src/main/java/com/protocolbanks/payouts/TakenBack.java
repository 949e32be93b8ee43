package com.protocolbanks.payouts;

import static com.protocolbanks.database.generated.Tables.PAYOUT_CHUNKS;
import static org.jooq.impl.DSL.row;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.generated.tables.records.PayoutChunksRecord;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.payouts.chunks.ChunkRows;
import com.protocolbanks.payouts.chunks.TokenTerms;
import com.protocolbanks.payroll.settlement.ChunkLegs;
import com.protocolbanks.payroll.settlement.Settlements;
import com.protocolbanks.queue.Outbox;
import com.protocolbanks.sending.Sending;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.sending.SubjectState;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes back what was written about chunks whose transactions the chain took back; their batches are run again. */
final class TakenBack {
    private static final Logger LOG = LoggerFactory.getLogger(TakenBack.class);

    private final Database database;
    private final Sending sending;
    private final Settlements settlements;
    private final Outbox outbox;

    TakenBack(Database database, Sending sending, Settlements settlements, Outbox outbox) {
        this.database = database;
        this.sending = sending;
        this.settlements = settlements;
        this.outbox = outbox;
    }

    private record Settled(Subject subject, UUID batch, int run, String asset, int chunk, Hash32 transaction) {}

    /** Looks at the chunks of subjects that have changed. */
    void look(Collection<Subject> subjects) {
        var chunks = subjects.stream()
                .map(subject -> row(subject.id(), Integer.parseInt(subject.part())))
                .toList();
        lookAt(database.acrossOrganizations(dsl -> dsl.selectFrom(PAYOUT_CHUNKS)
                .where(row(PAYOUT_CHUNKS.REQUEST_ID, PAYOUT_CHUNKS.CHUNK_INDEX).in(chunks))
                .and(PAYOUT_CHUNKS.SETTLED_HASH.isNotNull())
                .fetch(TakenBack::settled)));
    }

    /** Looks at the chunks settled at that height or above: what a crash may have kept us from hearing of. */
    void lookSince(long height) {
        lookAt(database.acrossOrganizations(dsl -> dsl.selectFrom(PAYOUT_CHUNKS)
                .where(PAYOUT_CHUNKS.BLOCK_NUMBER.ge(height))
                .and(PAYOUT_CHUNKS.SETTLED_HASH.isNotNull())
                .fetch(TakenBack::settled)));
    }

    private void lookAt(List<Settled> chunks) {
        if (chunks.isEmpty()) {
            return;
        }
        var states = sending.states(chunks.stream().map(Settled::subject).collect(Collectors.toSet()));
        for (var chunk : chunks) {
            if (states.get(chunk.subject()) instanceof SubjectState.InFlight flight
                    && flight.variants().contains(chunk.transaction())) {
                takeBack(chunk);
            }
        }
    }

    private void takeBack(Settled chunk) {
        var organization = chunk.subject().orgId();
        LOG.warn("chunk {} of batch {} was taken back by the chain", chunk.chunk(), chunk.batch());
        database.runInOrganization(organization, dsl -> {
            var legs = ChunkLegs.of(dsl, chunk.batch(), chunk.run(), chunk.asset(), chunk.chunk());
            settlements.legsUnknownAgain(dsl, organization, chunk.batch(), legs);
            int changed = dsl.update(PAYOUT_CHUNKS)
                    .setNull(PAYOUT_CHUNKS.SETTLED_HASH)
                    .set(PAYOUT_CHUNKS.STATUS, ChunkRows.Status.UNKNOWN.name())
                    .where(PAYOUT_CHUNKS.REQUEST_ID.eq(chunk.subject().id()))
                    .and(PAYOUT_CHUNKS.CHUNK_INDEX.eq(chunk.chunk()))
                    .and(PAYOUT_CHUNKS.SETTLED_HASH.eq(chunk.transaction().hex()))
                    .execute();
            if (changed > 0) {
                outbox.append(dsl, organization, Payouts.TOPIC, chunk.batch());
            }
        });
    }

    private static Settled settled(PayoutChunksRecord row) {
        var subject = new Subject(
                row.getOrgId(), TokenTerms.SUBJECT_KIND, row.getRequestId(), Integer.toString(row.getChunkIndex()));
        return new Settled(
                subject,
                row.getBatchId(),
                row.getRun(),
                row.getAsset(),
                row.getChunkIndex(),
                Hash32.of(row.getSettledHash()));
    }
}
