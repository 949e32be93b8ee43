package com.protocolbanks.x402.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalChain.Mining;
import com.protocolbanks.embedded.LocalContracts;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.Erc20Calls;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.signature.SafeMessage;
import com.protocolbanks.evm.typeddata.TypedData;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.contract.BatchSettlementEvent.ChannelCreated;
import com.protocolbanks.x402.contract.BatchSettlementEvent.Claimed;
import com.protocolbanks.x402.contract.BatchSettlementEvent.Deposited;
import com.protocolbanks.x402.contract.BatchSettlementEvent.Refunded;
import com.protocolbanks.x402.contract.BatchSettlementEvent.Settled;
import com.protocolbanks.x402.contract.BatchSettlementEvent.WithdrawFinalized;
import com.protocolbanks.x402.contract.BatchSettlementEvent.WithdrawInitiated;
import com.protocolbanks.x402.wire.DepositAuthorization;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real contracts on a real chain: money in by each collector, claimed with real signatures, and out in each way. */
class BatchSettlementOnChainTest {
    private static final SigningKey PAYER = key(1);
    private static final SigningKey SESSION = key(2);
    private static final SigningKey AUTHORIZER = key(3);
    private static final SigningKey OTHER_OWNER = key(4);
    private static final Address STRANGER = DevAccount.ALL.get(5).address();
    private static final BigInteger FUNDS = units(1_000_000);
    private static final int DELAY = 900;

    @TempDir
    static Path temp;

    private static LocalChain local;
    private static TestChain chain;
    private static LocalContracts contracts;
    private static LocalContracts.Billing billing;
    private static SettlementDomain domain;

    @BeforeAll
    static void start() {
        local = LocalChain.forgetting(temp, new Mining.EachTransaction());
        contracts = LocalContracts.deploy(local.url());
        billing = contracts.billing();
        chain = new TestChain(local);
        domain = new SettlementDomain(chain.id(), billing.settlement());
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @Test
    void aStockClientsDepositIsBroughtByAnybody() {
        var config = config(PAYER.address(), DevelopmentToken.USDC, 1);
        var consent = consent(config, 300, billing.erc3009Collector());
        contracts.mint(DevelopmentToken.USDC, PAYER.address(), FUNDS);
        var salt = Hash32.of(BigInteger.TWO);
        var before = units(chain.now() + 600);
        var token = new TypedData.Domain("USDC", "2", chain.id(), config.token());
        var signature =
                PAYER.sign(consent.erc3009(token, units(0), before, salt).digest());
        var authorization = new DepositAuthorization.Erc3009(units(0), before, salt, signed(signature.bytes()));
        var call = BatchSettlementCalls.deposit(
                config, units(300), billing.erc3009Collector(), CollectorData.of(authorization));

        var id = domain.channelId(config);
        assertThat(chain.send(STRANGER, billing.settlement(), call))
                .containsExactly(new ChannelCreated(id, config), new Deposited(id, STRANGER, units(300), units(300)));
        assertThat(channel(config)).isEqualTo(new ChannelBalance(units(300), units(0)));
        assertThat(chain.refusal(STRANGER, billing.settlement(), call)).isNotEqualTo("not refused");
    }

    @Test
    void aDepositByPermit2() {
        var config = config(PAYER.address(), DevelopmentToken.USDT, 2);
        var consent = consent(config, 300, billing.permit2Collector());
        contracts.mint(DevelopmentToken.USDT, PAYER.address(), FUNDS);
        chain.send(PAYER.address(), config.token(), Erc20Calls.approve(DepositConsent.PERMIT2, FUNDS));
        var deadline = units(chain.now() + 600);
        var signature = PAYER.sign(consent.permit2Digest(chain.id(), units(9), deadline));
        var authorization = new DepositAuthorization.Permit2(
                PAYER.address(),
                config.token(),
                units(300),
                billing.permit2Collector(),
                units(9),
                deadline,
                consent.channelId(),
                signed(signature.bytes()));
        chain.send(
                STRANGER,
                billing.settlement(),
                BatchSettlementCalls.deposit(
                        config, units(300), billing.permit2Collector(), CollectorData.of(authorization)));
        assertThat(channel(config).balance()).isEqualTo(units(300));
    }

    /** A Safe has no key and a ZRC-20 no signed transfers: an allowance, and the Safe's own call or its owners' word. */
    @Test
    void aSafesDepositOutOfAnAllowance() {
        var owners = List.of(PAYER.address(), OTHER_OWNER.address());
        var safe = contracts.wallet(owners, 2, 3);
        var config = config(safe, DevelopmentToken.ZRC20, 3);
        contracts.mint(DevelopmentToken.ZRC20, safe, FUNDS);
        chain.send(safe, config.token(), Erc20Calls.approve(billing.allowanceCollector(), FUNDS));
        chain.send(safe, billing.allowanceCollector(), AllowanceCollectorCalls.deposit(config, units(100)));
        assertThat(channel(config).balance()).isEqualTo(units(100));

        var deadline = chain.now() + 600;
        var digest = SafeMessage.digest(
                chain.id(),
                safe,
                consent(config, 50, billing.allowanceCollector())
                        .allowance(chain.id(), units(1), deadline)
                        .digest());
        var signatures = SafeMessage.joined(
                Map.of(PAYER.address(), PAYER.sign(digest), OTHER_OWNER.address(), OTHER_OWNER.sign(digest)));
        var data = CollectorData.allowance(units(1), deadline, signatures);
        var call = BatchSettlementCalls.deposit(config, units(50), billing.allowanceCollector(), data);
        chain.send(STRANGER, billing.settlement(), call);
        assertThat(channel(config).balance()).isEqualTo(units(150));
        var unsigned = BatchSettlementCalls.deposit(config, units(50), billing.allowanceCollector(), new byte[0]);
        assertThat(chain.refusal(STRANGER, billing.settlement(), unsigned)).isNotEqualTo("not refused");
    }

    @Test
    void claimsAreSettledAndTheRestIsGivenBack() {
        var first = funded(11, 500);
        var second = funded(12, 500);
        var firstId = domain.channelId(first);
        var rows = List.of(row(first, 120, 100), row(second, 50, 50));
        var claim = BatchSettlementCalls.claimWithSignature(rows, batchSignature(rows));
        var settle = BatchSettlementCalls.settle(first.receiver(), first.token());

        assertThat(chain.send(STRANGER, billing.settlement(), BatchSettlementCalls.multicall(List.of(claim, settle))))
                .containsExactly(
                        new Claimed(firstId, STRANGER, units(100), units(100)),
                        new Claimed(domain.channelId(second), STRANGER, units(50), units(50)),
                        new Settled(first.receiver(), first.token(), STRANGER, units(150)));
        assertThat(contracts.balance(DevelopmentToken.USDC, first.receiver())).isEqualTo(units(150));
        assertThat(totals(first)).isEqualTo(new ReceiverTotals(units(150), units(150)));
        assertThat(chain.send(STRANGER, billing.settlement(), claim))
                .as("sent again")
                .isEmpty();

        var over = List.of(row(first, 120, 120), row(second, 501, 501));
        assertThat(chain.refusal(
                        STRANGER,
                        billing.settlement(),
                        BatchSettlementCalls.claimWithSignature(over, batchSignature(over))))
                .isEqualTo("ClaimExceedsBalance");

        var nonce = BatchSettlementCalls.refundNonceOf(
                chain.ask(billing.settlement(), BatchSettlementCalls.refundNonce(firstId)));
        var signature = AUTHORIZER.sign(domain.refundDigest(firstId, nonce, units(1000)));
        var refund = BatchSettlementCalls.refundWithSignature(first, units(1000), nonce, signature.bytes());
        assertThat(chain.send(STRANGER, billing.settlement(), refund))
                .containsExactly(new Refunded(firstId, STRANGER, units(400)));
        assertThat(channel(first).unclaimed()).isZero();
        assertThat(chain.refusal(STRANGER, billing.settlement(), refund)).isEqualTo("InvalidRefundNonce");
    }

    @Test
    void thePayerGetsItsMoneyBackAfterTheDelay() {
        var config = funded(21, 500);
        var id = domain.channelId(config);
        var finalize = BatchSettlementCalls.finalizeWithdraw(config);
        var initiated = chain.send(
                SESSION.address(), billing.settlement(), BatchSettlementCalls.initiateWithdraw(config, units(500)));
        var since = pending(config);
        assertThat(initiated).containsExactly(new WithdrawInitiated(id, units(500), since + DELAY));
        assertThat(chain.refusal(PAYER.address(), billing.settlement(), finalize))
                .isEqualTo("WithdrawDelayNotElapsed");
        var rows = List.of(row(config, 200, 200));
        chain.send(STRANGER, billing.settlement(), BatchSettlementCalls.claimWithSignature(rows, batchSignature(rows)));
        chain.pass(DELAY);
        assertThat(chain.refusal(STRANGER, billing.settlement(), finalize))
                .isEqualTo("NotAuthorizedToFinalizeWithdraw");
        assertThat(chain.send(PAYER.address(), billing.settlement(), finalize))
                .containsExactly(new WithdrawFinalized(id, PAYER.address(), units(300)));
        assertThat(channel(config)).isEqualTo(new ChannelBalance(units(200), units(200)));
    }

    private static ChannelConfig funded(long salt, long amount) {
        var config = config(PAYER.address(), DevelopmentToken.USDC, salt);
        contracts.mint(DevelopmentToken.USDC, PAYER.address(), FUNDS);
        chain.send(PAYER.address(), config.token(), Erc20Calls.approve(billing.allowanceCollector(), FUNDS));
        chain.send(
                PAYER.address(), billing.allowanceCollector(), AllowanceCollectorCalls.deposit(config, units(amount)));
        return config;
    }

    private static ChannelConfig config(Address payer, DevelopmentToken token, long salt) {
        return new ChannelConfig(
                payer,
                SESSION.address(),
                key(100 + salt / 10).address(), // a receiver of each test's own
                AUTHORIZER.address(),
                contracts.token(token),
                DELAY,
                Hash32.of(units(salt)));
    }

    private static DepositConsent consent(ChannelConfig config, long amount, Address collector) {
        return new DepositConsent(domain.channelId(config), config.payer(), config.token(), units(amount), collector);
    }

    private static VoucherClaim row(ChannelConfig config, long ceiling, long total) {
        var voucher = new Voucher(domain.channelId(config), units(ceiling));
        return new VoucherClaim(
                config, units(ceiling), SESSION.sign(domain.digest(voucher)).bytes(), units(total));
    }

    private static byte[] batchSignature(List<VoucherClaim> rows) {
        var entries = rows.stream()
                .map(row -> row.entry(domain.channelId(row.config())))
                .toList();
        return AUTHORIZER.sign(domain.digest(entries)).bytes();
    }

    private static ChannelBalance channel(ChannelConfig config) {
        return BatchSettlementCalls.channelOf(
                chain.ask(billing.settlement(), BatchSettlementCalls.channels(domain.channelId(config))));
    }

    private static long pending(ChannelConfig config) {
        var returned =
                chain.ask(billing.settlement(), BatchSettlementCalls.pendingWithdrawals(domain.channelId(config)));
        return BatchSettlementCalls.pendingOf(returned).orElseThrow().initiatedAt();
    }

    private static ReceiverTotals totals(ChannelConfig config) {
        return BatchSettlementCalls.receiverOf(
                chain.ask(billing.settlement(), BatchSettlementCalls.receivers(config.receiver(), config.token())));
    }

    private static DepositAuthorization.Signed signed(byte[] signature) {
        return new DepositAuthorization.Signed(Bytes.hex(signature));
    }

    private static SigningKey key(long number) {
        return SigningKey.of(Hash32.of(units(1_000_000 + number)));
    }

    private static BigInteger units(long units) {
        return BigInteger.valueOf(units);
    }
}
