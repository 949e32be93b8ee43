package com.protocolbanks.x402.verify;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.receipts.HeadDomain;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.receipts.UsageReceipt;
import com.protocolbanks.x402.verify.ChannelHistory.SignedHead;
import com.protocolbanks.x402.verify.ChannelHistory.SignedVoucher;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a channel's history without the gateway and without its database.
 *
 * <p>Receipts behind the newest signed head are checked only against each other: whoever wants more asks the gateway for a
 * newer head.
 */
public final class UsageVerifier {
    private final SettlementDomain domain;
    private final HeadDomain heads;
    private final Set<Address> signers;
    private final ClaimedOnChain chain;

    /**
     * @param domain the chain and contract that were really asked
     * @param signers the gateways' keys, from a source the verifier trusts
     */
    public UsageVerifier(SettlementDomain domain, Set<Address> signers, ClaimedOnChain chain) {
        this.domain = domain;
        this.heads = new HeadDomain(domain.chainId(), domain.contract());
        this.signers = Set.copyOf(signers);
        this.chain = chain;
    }

    /** The first thing that is wrong, in the order: channel, receipts, heads, vouchers, claims. */
    public Verdict verify(ChannelHistory history) {
        return new Walk(history).verdict();
    }

    /** One look at one channel. */
    private final class Walk {
        private final ChannelHistory history;
        /** The fold after each receipt; the first is before all. */
        private final List<ReceiptChain> folds = new ArrayList<>();

        Walk(ChannelHistory history) {
            this.history = history;
            folds.add(ReceiptChain.beginning(history.channelId()));
        }

        Verdict verdict() {
            BigInteger claimed = chain.of(history.channelId());
            return ofChannel()
                    .or(this::receipts)
                    .or(this::headSignatures)
                    .or(this::headValues)
                    .or(this::vouchers)
                    .or(() -> claims(claimed))
                    .orElseGet(() -> new Verdict.Honest(
                            history.channelId(), last().seq(), last().spent(), claimed, signedUpTo()));
        }

        private Optional<Verdict> ofChannel() {
            return domain.channelId(history.config()).equals(history.channelId())
                    ? Optional.empty()
                    : found(
                            Tampering.WRONG_CHAIN,
                            0,
                            "the channel's terms have another id on chain " + domain.chainId() + ", contract "
                                    + domain.contract());
        }

        private Optional<Verdict> receipts() {
            Set<String> requests = new HashSet<>();
            for (int at = 0; at < history.receipts().size(); at++) {
                UsageReceipt receipt = history.receipts().get(at);
                Optional<Verdict> wrong = place(receipt, at).or(() -> amounts(receipt));
                if (wrong.isPresent()) {
                    return wrong;
                }
                if (!requests.add(receipt.body().requestId())) {
                    return found(
                            Tampering.REPLAY,
                            receipt.seq(),
                            "request " + receipt.body().requestId() + " was charged twice");
                }
                folds.add(last().then(receipt));
            }
            return Optional.empty();
        }

        private Optional<Verdict> place(UsageReceipt receipt, int at) {
            long expected = last().seq() + 1;
            if (!receipt.body().channelId().equals(history.channelId())) {
                return found(Tampering.REPLAY, receipt.seq(), "the receipt is another channel's");
            }
            if (receipt.seq() == expected) {
                return Optional.empty();
            }
            if (receipt.seq() < expected) {
                return found(Tampering.REPLAY, receipt.seq(), "receipt " + receipt.seq() + " stands twice");
            }
            boolean comesLater = history
                    .receipts()
                    .subList(at, history.receipts().size())
                    .stream()
                    .anyMatch(later -> later.seq() == expected);
            return comesLater
                    ? found(
                            Tampering.REORDERED_RECEIPTS,
                            receipt.seq(),
                            "receipt " + receipt.seq() + " stands before receipt " + expected)
                    : found(Tampering.DROPPED_RECEIPT, expected, "receipt " + expected + " is missing");
        }

        private Optional<Verdict> amounts(UsageReceipt receipt) {
            BigInteger sum = last().spent().add(receipt.body().charged());
            return sum.equals(receipt.spent())
                    ? Optional.empty()
                    : found(
                            Tampering.ALTERED_AMOUNT,
                            receipt.seq(),
                            "receipt " + receipt.seq() + " says " + receipt.spent()
                                    + " was spent, but the receipts add up to " + sum);
        }

        private Optional<Verdict> headSignatures() {
            Map<Long, Hash32> values = new HashMap<>();
            for (SignedHead head : history.heads()) {
                ReceiptChain end = head.chain();
                boolean good = end.channelId().equals(history.channelId())
                        && signers.contains(head.signer())
                        && head.signature()
                                .signerOf(heads.digest(end))
                                .map(head.signer()::equals)
                                .orElse(false);
                if (!good) {
                    return found(
                            Tampering.FORGED_HEAD,
                            end.seq(),
                            "the head of receipt " + end.seq() + " is not signed by a gateway's key");
                }
                Hash32 before = values.putIfAbsent(end.seq(), end.value());
                if (before != null && !before.equals(end.value())) {
                    return found(
                            Tampering.FORGED_HEAD,
                            end.seq(),
                            "two different heads were signed for receipt " + end.seq());
                }
            }
            return Optional.empty();
        }

        private Optional<Verdict> headValues() {
            if (signedUpTo() > last().seq()) {
                long missing = last().seq() + 1;
                return found(
                        Tampering.DROPPED_RECEIPT,
                        missing,
                        "receipt " + missing + " is missing: a head of receipt " + signedUpTo() + " was signed");
            }
            var bySeq = new ArrayList<>(history.heads());
            bySeq.sort((one, other) ->
                    Long.compare(one.chain().seq(), other.chain().seq()));
            long good = 0;
            for (SignedHead head : bySeq) {
                long seq = head.chain().seq();
                if (!folds.get((int) seq).equals(head.chain())) {
                    return unlike(good, seq);
                }
                good = seq;
            }
            return Optional.empty();
        }

        /** The receipts are not those that were signed: in another order if their times run backwards, else altered. */
        private Optional<Verdict> unlike(long after, long upTo) {
            List<UsageReceipt> between = history.receipts().subList((int) after, (int) upTo);
            for (int i = 1; i < between.size(); i++) {
                if (between.get(i)
                        .body()
                        .at()
                        .isBefore(between.get(i - 1).body().at())) {
                    return found(
                            Tampering.REORDERED_RECEIPTS,
                            between.get(i).seq(),
                            "the receipts up to " + upTo + " are not in the order that was signed");
                }
            }
            return found(
                    Tampering.ALTERED_AMOUNT,
                    after + 1,
                    "the receipts from " + (after + 1) + " to " + upTo + " are not those that were signed");
        }

        private Optional<Verdict> vouchers() {
            BigInteger covered = BigInteger.ZERO;
            for (SignedVoucher one : history.vouchers()) {
                if (isGood(one)) {
                    covered = covered.max(one.voucher().maxClaimable());
                }
            }
            for (ReceiptChain fold : folds) {
                if (fold.spent().compareTo(covered) > 0) {
                    return found(
                            Tampering.VOUCHER_NOT_COVERING,
                            fold.seq(),
                            "with receipt " + fold.seq() + " " + fold.spent()
                                    + " was spent, and the session key signed for " + covered);
                }
            }
            return Optional.empty();
        }

        private boolean isGood(SignedVoucher one) {
            Voucher voucher = one.voucher();
            return voucher.channelId().equals(history.channelId())
                    && one.signature()
                            .signerOf(domain.digest(voucher))
                            .map(history.config().payerAuthorizer()::equals)
                            .orElse(false);
        }

        private Optional<Verdict> claims(BigInteger claimed) {
            return claimed.compareTo(last().spent()) <= 0
                    ? Optional.empty()
                    : found(
                            Tampering.OVER_CLAIM,
                            last().seq(),
                            claimed + " was claimed on chain, and the receipts add up to " + last().spent());
        }

        private ReceiptChain last() {
            return folds.getLast();
        }

        private long signedUpTo() {
            return history.heads().stream()
                    .mapToLong(head -> head.chain().seq())
                    .max()
                    .orElse(0);
        }

        private Optional<Verdict> found(Tampering tampering, long seq, String words) {
            return Optional.of(new Verdict.Tampered(history.channelId(), tampering, seq, words));
        }
    }
}
