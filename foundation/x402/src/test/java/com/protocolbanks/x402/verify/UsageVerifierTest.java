package com.protocolbanks.x402.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.receipts.HeadDomain;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.receipts.Usage;
import com.protocolbanks.x402.receipts.UsageReceipt;
import com.protocolbanks.x402.verify.ChannelHistory.SignedHead;
import com.protocolbanks.x402.verify.ChannelHistory.SignedVoucher;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Honest histories pass; each of the eight kinds of tampering is named. */
class UsageVerifierTest {
    private static final SettlementDomain DOMAIN =
            new SettlementDomain(new ChainId(31_337), SettlementDomain.CANONICAL);
    private static final HeadDomain HEADS = new HeadDomain(DOMAIN.chainId(), DOMAIN.contract());
    private static final SigningKey AGENT = key("agent");
    private static final SigningKey GATEWAY = key("gateway");
    private static final Address SOMEBODY = key("somebody").address();
    private static final int COUNT = 12;

    private static SigningKey key(String name) {
        return SigningKey.of(Keccak.hash(name.getBytes(StandardCharsets.US_ASCII)));
    }

    private static ChannelConfig config(int salt) {
        return new ChannelConfig(
                SOMEBODY, AGENT.address(), SOMEBODY, SOMEBODY, SOMEBODY, 900, Hash32.of(BigInteger.valueOf(salt)));
    }

    private static UsageReceipt receipt(Hash32 channel, long seq, long spent, long charged, String request) {
        return new UsageReceipt(
                seq,
                BigInteger.valueOf(spent),
                new ReceiptBody(
                        channel,
                        request,
                        Instant.ofEpochSecond(1_700_000_000L + seq),
                        "chat",
                        "small-1",
                        Hash32.ZERO,
                        Hash32.ZERO,
                        new Usage(3, 0, 4, 0, 0),
                        1,
                        BigInteger.valueOf(charged + 5),
                        BigInteger.valueOf(charged),
                        BigInteger.ZERO,
                        Outcome.DELIVERED));
    }

    /** So many receipts of 10 each, a head for each third and for the last, and vouchers for all of it. */
    private static ChannelHistory honest(int salt, int count) {
        var config = config(salt);
        Hash32 id = DOMAIN.channelId(config);
        List<UsageReceipt> receipts = new ArrayList<>();
        List<SignedHead> heads = new ArrayList<>();
        var chain = ReceiptChain.beginning(id);
        for (int seq = 1; seq <= count; seq++) {
            receipts.add(receipt(id, seq, 10L * seq, 10, "request-" + seq));
            chain = chain.then(receipts.getLast());
            if (seq % 3 == 0 || seq == count) {
                heads.add(new SignedHead(chain, GATEWAY.sign(HEADS.digest(chain)), GATEWAY.address()));
            }
        }
        return new ChannelHistory(id, config, List.of(voucher(id, 5), voucher(id, 10L * count)), receipts, heads);
    }

    private static SignedVoucher voucher(Hash32 channel, long amount) {
        var voucher = new Voucher(channel, BigInteger.valueOf(amount));
        return new SignedVoucher(voucher, AGENT.sign(DOMAIN.digest(voucher)));
    }

    private static UsageVerifier verifier(long claimed) {
        return new UsageVerifier(DOMAIN, Set.of(GATEWAY.address()), _ -> BigInteger.valueOf(claimed));
    }

    private static Verdict.Tampered tampered(ChannelHistory history) {
        return (Verdict.Tampered) verifier(0).verify(history);
    }

    private static ChannelHistory with(ChannelHistory history, List<UsageReceipt> receipts) {
        return new ChannelHistory(history.channelId(), history.config(), history.vouchers(), receipts, history.heads());
    }

    @Property(tries = 25)
    void honestHistoriesPass(
            @ForAll @IntRange(min = 0, max = 20) int count, @ForAll @IntRange(min = 0, max = 200) int claimed) {
        long onChain = Math.min(claimed, 10L * count);

        assertThat(verifier(onChain).verify(honest(1, count)))
                .isEqualTo(new Verdict.Honest(
                        honest(1, count).channelId(),
                        count,
                        BigInteger.valueOf(10L * count),
                        BigInteger.valueOf(onChain),
                        count));
    }

    @Property(tries = 25)
    void anAlteredAmountIsFoundWhetherTheOthersWereAdaptedOrNot(@ForAll @IntRange(min = 0, max = COUNT - 1) int at) {
        var history = honest(1, COUNT);
        var naive = new ArrayList<>(history.receipts());
        naive.set(at, receipt(history.channelId(), at + 1L, 10L * (at + 1), 9, "request-" + (at + 1)));
        assertThat(tampered(with(history, naive)))
                .extracting(Verdict.Tampered::tampering, Verdict.Tampered::seq)
                .containsExactly(Tampering.ALTERED_AMOUNT, at + 1L);

        var careful = new ArrayList<UsageReceipt>();
        for (int i = 0; i < COUNT; i++) {
            long less = i >= at ? 1 : 0;
            careful.add(
                    receipt(history.channelId(), i + 1L, 10L * (i + 1) - less, i == at ? 9 : 10, "request-" + (i + 1)));
        }
        assertThat(tampered(with(history, careful)).tampering()).isEqualTo(Tampering.ALTERED_AMOUNT);
    }

    @Property(tries = 25)
    void aDroppedReceiptIsFoundWhereverItStood(@ForAll @IntRange(min = 0, max = COUNT - 1) int at) {
        var history = honest(1, COUNT);
        var fewer = new ArrayList<>(history.receipts());
        fewer.remove(at);

        assertThat(tampered(with(history, fewer)))
                .extracting(Verdict.Tampered::tampering, Verdict.Tampered::seq)
                .containsExactly(Tampering.DROPPED_RECEIPT, at + 1L);
    }

    @Property(tries = 25)
    void reorderedReceiptsAreFoundWhetherRenumberedOrNot(@ForAll @IntRange(min = 0, max = COUNT - 2) int at) {
        var history = honest(1, COUNT);
        var swapped = new ArrayList<>(history.receipts());
        Collections.swap(swapped, at, at + 1);
        assertThat(tampered(with(history, swapped)).tampering()).isEqualTo(Tampering.REORDERED_RECEIPTS);

        var renumbered = new ArrayList<UsageReceipt>();
        for (int i = 0; i < COUNT; i++) {
            renumbered.add(new UsageReceipt(
                    i + 1L, BigInteger.valueOf(10L * (i + 1)), swapped.get(i).body()));
        }
        // across a head the first stretch is found altered, because its times still run forward
        assertThat(tampered(with(history, renumbered)).tampering())
                .isIn(Tampering.REORDERED_RECEIPTS, Tampering.ALTERED_AMOUNT);
    }

    @Test
    void whatIsClaimedBeyondTheReceiptsIsFound() {
        assertThat(verifier(10L * COUNT + 1).verify(honest(1, COUNT)))
                .extracting(found -> ((Verdict.Tampered) found).tampering())
                .isEqualTo(Tampering.OVER_CLAIM);
    }

    @Test
    void anotherChainOrContractIsFound() {
        for (SettlementDomain other : List.of(
                new SettlementDomain(new ChainId(7_000), DOMAIN.contract()),
                new SettlementDomain(DOMAIN.chainId(), SOMEBODY))) {
            var verifier = new UsageVerifier(other, Set.of(GATEWAY.address()), _ -> BigInteger.ZERO);

            assertThat(((Verdict.Tampered) verifier.verify(honest(1, 3))).tampering())
                    .isEqualTo(Tampering.WRONG_CHAIN);
        }
    }

    @Property(tries = 25)
    void aReplayedReceiptIsFound(@ForAll @IntRange(min = 0, max = COUNT - 1) int at) {
        var history = honest(1, COUNT);
        var twice = new ArrayList<>(history.receipts());
        twice.add(at + 1, twice.get(at));
        assertThat(tampered(with(history, twice)).tampering()).isEqualTo(Tampering.REPLAY);

        var again = new ArrayList<>(history.receipts());
        again.add(receipt(history.channelId(), COUNT + 1L, 10L * (COUNT + 1), 10, "request-" + (at + 1)));
        assertThat(tampered(with(history, again)).tampering()).isEqualTo(Tampering.REPLAY);

        var foreign = new ArrayList<>(history.receipts());
        foreign.set(at, honest(2, COUNT).receipts().get(at));
        assertThat(tampered(with(history, foreign)).tampering()).isEqualTo(Tampering.REPLAY);
    }

    @Test
    void aForgedHeadIsFound() {
        var history = honest(1, COUNT);
        var head = history.heads().getFirst();
        var other = new ReceiptChain(
                head.chain().channelId(), head.chain().seq(), head.chain().spent(), Hash32.ZERO);
        var stranger = key("stranger");
        for (SignedHead forged : List.of(
                new SignedHead(head.chain(), stranger.sign(HEADS.digest(head.chain())), stranger.address()),
                new SignedHead(head.chain(), stranger.sign(HEADS.digest(head.chain())), GATEWAY.address()),
                new SignedHead(other, head.signature(), GATEWAY.address()),
                new SignedHead(other, GATEWAY.sign(HEADS.digest(other)), GATEWAY.address()))) {
            var heads = new ArrayList<>(history.heads());
            heads.add(forged);

            assertThat(tampered(new ChannelHistory(
                                    history.channelId(),
                                    history.config(),
                                    history.vouchers(),
                                    history.receipts(),
                                    heads))
                            .tampering())
                    .isEqualTo(Tampering.FORGED_HEAD);
        }
    }

    @Test
    void aVoucherThatDoesNotCoverIsFound() {
        var history = honest(1, COUNT);
        var enough = new Voucher(history.channelId(), BigInteger.valueOf(10L * COUNT));
        for (List<SignedVoucher> vouchers : List.of(
                List.<SignedVoucher>of(),
                List.of(voucher(history.channelId(), 10L * COUNT - 1)),
                List.of(voucher(honest(2, 1).channelId(), 1_000)),
                List.of(new SignedVoucher(enough, key("stranger").sign(DOMAIN.digest(enough)))))) {
            assertThat(tampered(new ChannelHistory(
                                    history.channelId(),
                                    history.config(),
                                    vouchers,
                                    history.receipts(),
                                    history.heads()))
                            .tampering())
                    .isEqualTo(Tampering.VOUCHER_NOT_COVERING);
        }
    }

    @Test
    void aHistoryIsReadAsItWasWritten() throws Exception {
        var history = honest(1, COUNT);
        var lines = new ArrayList<String>();
        lines.add(HistoryLines.domain(DOMAIN));
        lines.add(HistoryLines.signer(GATEWAY.address()));
        lines.add(HistoryLines.channel(history.channelId(), history.config()));
        history.vouchers().forEach(one -> lines.add(HistoryLines.voucher(one)));
        history.receipts().forEach(one -> lines.add(HistoryLines.receipt(history.channelId(), one)));
        history.heads().forEach(one -> lines.add(HistoryLines.head(one)));
        var read = HistoryLines.read(lines.stream());

        assertThat(read.channels()).containsExactly(history);
        assertThat(read.signers()).containsExactly(GATEWAY.address());
        assertThat(read.domain().contract()).isEqualTo(DOMAIN.contract());
    }

    @Test
    void linesOfAnotherFormAreNamedByTheirNumber() {
        for (String wrong : List.of("nonsense", "{}", "{\"type\":\"other\"}", "{\"type\":\"receipt\"}", "[1]")) {
            assertThatThrownBy(() -> HistoryLines.read(Stream.of(HistoryLines.domain(DOMAIN), wrong)))
                    .isInstanceOf(HistoryLines.Unreadable.class)
                    .hasMessageContaining("line 2");
        }
        assertThatThrownBy(() -> HistoryLines.read(Stream.of(""))).isInstanceOf(HistoryLines.Unreadable.class);
    }
}
