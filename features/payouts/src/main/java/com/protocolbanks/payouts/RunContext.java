package com.protocolbanks.payouts;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.payroll.settlement.Settlements;
import com.protocolbanks.queue.Lease;
import com.protocolbanks.sending.Sending;
import com.protocolbanks.threads.Threads;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * What a run of one batch works with.
 *
 * @param chain answers questions about the contract
 * @param lease our right to write about the batch; checked in every transaction
 */
record RunContext(
        Database database,
        Sending sending,
        ChainClient chain,
        Settlements settlements,
        Lease lease,
        GasRules gas,
        Threads threads,
        Milestones milestones) {

    /** One transaction about the batch, refused when another worker has taken the batch over. */
    <T> T write(UUID organization, Function<DSLContext, T> work) {
        return database.inOrganization(organization, dsl -> {
            lease.check(dsl);
            return work.apply(dsl);
        });
    }

    /** {@link #write(UUID, Function)} without a result. */
    void run(UUID organization, Consumer<DSLContext> work) {
        database.runInOrganization(organization, dsl -> {
            lease.check(dsl);
            work.accept(dsl);
        });
    }

    /**
     * Makes sure that the batch is still ours.
     *
     * @throws com.protocolbanks.queue.LeaseLost when another worker has taken it over
     */
    void check(UUID organization) {
        database.runInOrganization(organization, lease::check);
    }
}
