package com.protocolbanks.browser;

import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.payouts.reconciliation.Reconciled;
import com.protocolbanks.payouts.reconciliation.Reconciliation;
import com.protocolbanks.payroll.settlement.BookedRuns;
import com.protocolbanks.pb.standalone.Servers;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** Books that say a little more than was paid, compared with the chain. */
final class FalsifiedBooks {
    private FalsifiedBooks() {}

    static Reconciled compared(Servers servers, UUID organization, UUID batch) {
        try (var database = Database.open(servers.database(Role.WORKER), 2)) {
            database.runInOrganization(
                    organization,
                    dsl -> dsl.execute(
                            "update payout_legs set units = units + 1 where batch_id = ? and rail = 'CHAIN'", batch));
            var clock = Clock.systemUTC();
            var chain = new JsonRpcChainClient(
                    JsonRpcChainClient.http(Duration.ofSeconds(5)), servers.chainUrl(), Duration.ofSeconds(20));
            var books = new BookedRuns(database, new Organizations(database, clock, UUID::randomUUID));
            return new Reconciliation(database, books, chain, clock)
                    .reconcile(organization, batch)
                    .orElseThrow();
        }
    }
}
