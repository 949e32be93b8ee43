package com.protocolbanks.worker;

import com.protocolbanks.billing.BillingDeployment;
import com.protocolbanks.billing.channels.ChannelReader;
import com.protocolbanks.billing.channels.ChannelWatch;
import com.protocolbanks.billing.keys.FreezeHerald;
import com.protocolbanks.billing.keys.GrantCheck;
import com.protocolbanks.billing.keys.SessionKeys;
import com.protocolbanks.billing.prices.PriceBooks;
import com.protocolbanks.billing.risk.RiskWatch;
import com.protocolbanks.billing.settlement.ClaimSigner;
import com.protocolbanks.billing.settlement.DepositTerms;
import com.protocolbanks.billing.settlement.Deposits;
import com.protocolbanks.billing.settlement.SettlementSettings;
import com.protocolbanks.billing.settlement.Settlements;
import com.protocolbanks.billing.usage.UsageSync;
import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.identity.wallet.WalletSignatures;
import com.protocolbanks.metering.keys.ChannelPublisher;
import com.protocolbanks.metering.keys.KeyPublisher;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.sending.Sending;
import com.protocolbanks.x402.ClaimEntry;
import com.protocolbanks.x402.SettlementDomain;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Billing's part of the worker: takes metered usage over, brings deposits, follows the channels, and has what is used claimed. */
final class WorkerBilling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerBilling.class);
    private static final Duration ABANDONED = Duration.ofMinutes(3);
    private static final Duration SETTLE_EVERY = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /**
     * What it works with.
     *
     * @param operator signs claims as the channels' receiver authorizer
     * @param owner this process's own name
     */
    record Ground(
            Database database,
            RedisConnection redis,
            ChainClient chain,
            Sending sending,
            SigningKey operator,
            Clock clock,
            String owner) {}

    /** Signs claims with the operator's key, and shows it to nobody. */
    private record OperatorClaims(SigningKey key, SettlementDomain domain) implements ClaimSigner {
        @Override
        public Address address() {
            return key.address();
        }

        @Override
        public Signature sign(List<ClaimEntry> claims) {
            return key.sign(domain.digest(claims));
        }
    }

    /** Begins at once. */
    static WorkerBilling start(WorkerConfig.Billing config, BillingDeployment deployment, Ground ground) {
        var billing = new WorkerBilling();
        billing.settle(deployment, ground);
        billing.deposit(config, deployment, ground);
        billing.sync(config, deployment, ground);
        return billing;
    }

    private void sync(WorkerConfig.Billing config, BillingDeployment deployment, Ground ground) {
        var sync = new UsageSync(
                ground.database,
                ground.redis,
                deployment.domain(),
                ground.clock,
                new UsageSync.Settings(ground.owner, ABANDONED));
        open.push(sync);
        var freezes = new FreezeHerald(ground.database, new KeyPublisher(ground.redis), ground.clock);
        open.push(Rounds.start("freezes", SETTLE_EVERY, freezes::round));
        var risk = new RiskWatch(ground.database, keys(deployment, ground), ground.clock);
        open.push(Rounds.start("usage sync", config.syncEvery(), () -> {
            sync.round();
            risk.round();
        }));
    }

    private void settle(BillingDeployment deployment, Ground ground) {
        var contract = deployment.domain().contract();
        var watch = new ChannelWatch(
                ground.database, ground.chain, contract, keys(deployment, ground), new ChannelPublisher(ground.redis));
        var settlements = new Settlements(
                parts(deployment, ground),
                new ChannelReader(ground.chain, contract),
                new OperatorClaims(ground.operator, deployment.domain()),
                SettlementSettings.USUAL);
        open.push(() -> last(settlements));
        var rounds = Rounds.start("settlement", SETTLE_EVERY, () -> {
            watch.round();
            settlements.round();
        });
        open.push(rounds);
        open.push(ground.sending.listen(subject -> {
            if (subject.kind().equals(Settlements.SUBJECT_KIND)) {
                rounds.wake();
            }
        }));
    }

    private static Settlements.Parts parts(BillingDeployment deployment, Ground ground) {
        return new Settlements.Parts(
                ground.database, ground.sending, deployment.domain().contract(), ground.clock, UUID::randomUUID);
    }

    /** One thread takes requests, another sends and answers: a request is stored before anything is sent. */
    private void deposit(WorkerConfig.Billing config, BillingDeployment deployment, Ground ground) {
        var deposits = new Deposits(
                parts(deployment, ground),
                new ChannelReader(ground.chain, deployment.domain().contract()),
                new DepositTerms(deployment, config.receiver()),
                ground.redis,
                ground.owner);
        open.push(deposits);
        var rounds = Rounds.start("deposits", SETTLE_EVERY, deposits::round);
        open.push(rounds);
        open.push(Rounds.start("deposit requests", LOOK_AGAIN, () -> {
            if (deposits.take()) {
                rounds.wake();
            }
        }));
        open.push(ground.sending.listen(subject -> {
            if (subject.kind().equals(Deposits.SUBJECT_KIND)) {
                rounds.wake();
            }
        }));
    }

    private static SessionKeys keys(BillingDeployment deployment, Ground ground) {
        var chain = deployment.domain().chainId();
        return new SessionKeys(
                new SessionKeys.Parts(
                        ground.database,
                        new Organizations(ground.database, ground.clock, UUID::randomUUID),
                        new PriceBooks(ground.database, ground.clock),
                        new GrantCheck(deployment.tokens(), chain, new WalletSignatures(ground.chain)),
                        ground.clock,
                        UUID::randomUUID),
                new KeyPublisher(ground.redis));
    }

    /** What was used up to the end is claimed; where that cannot be, the next start does it. */
    private static void last(Settlements settlements) {
        try {
            settlements.lastRound();
        } catch (RuntimeException e) {
            LOG.warn("what is unclaimed waits for the next start: {}", e.toString());
        }
    }

    /** In the reverse order, so that the last usage is taken over before the last claim. */
    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
