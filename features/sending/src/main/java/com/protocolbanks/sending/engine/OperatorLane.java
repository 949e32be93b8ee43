package com.protocolbanks.sending.engine;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.Block;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.ChainUnavailable;
import com.protocolbanks.evm.rpc.SendAnswer;
import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import com.protocolbanks.evm.transaction.TransactionSigner;
import com.protocolbanks.sending.SendOutcome;
import com.protocolbanks.sending.SendOutcome.WaitReason;
import com.protocolbanks.sending.SendRequest;
import com.protocolbanks.sending.SendingPorts;
import com.protocolbanks.sending.SendingSettings;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.sending.SubjectState.Trouble;
import com.protocolbanks.sending.dialect.Verdict;
import com.protocolbanks.sending.engine.NonceBook.Sent;
import com.protocolbanks.sending.engine.OpenNonce.State;
import com.protocolbanks.sending.engine.OpenNonce.Variant;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transactions of one account, in the order of their nonces, to one endpoint. */
final class OperatorLane {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorLane.class);
    private static final long NOTHING_MISSING = Long.MAX_VALUE;
    /** How long what the chain said of gas and balance is good for another binding. */
    private static final Duration OFFER_AGE = Duration.ofSeconds(2);

    private final SendingPorts ports;
    private final SendingSettings settings;
    private final TransactionSigner signer;
    private final NonceBook book;
    private final Troubles troubles;

    private final SendGuard guard;
    private final ResendRule rule;
    private final Lock oneRound;
    private final Lock oneBinding;
    private final Lock oneOffer;
    private Optional<TimedOffer> offered = Optional.empty();
    private long missingFrom = NOTHING_MISSING;

    OperatorLane(
            SendingPorts ports, SendingSettings settings, TransactionSigner signer, NonceBook book, Troubles troubles) {
        this.ports = ports;
        this.settings = settings;
        this.signer = signer;
        this.book = book;
        this.troubles = troubles;
        this.guard = new SendGuard(ports, signer);
        this.rule = new ResendRule(settings.pace(), ports.dialect().keepsGaps());
        this.oneRound = ports.threads().lock();
        this.oneBinding = ports.threads().lock();
        this.oneOffer = ports.threads().lock();
    }

    private record TimedOffer(SendGuard.Offer offer, Instant at) {}

    Address address() {
        return signer.address();
    }

    /** Binds and commits; the next round sends. */
    List<SendOutcome> bind(List<SendRequest> requests) {
        oneBinding.lock();
        try {
            SendGuard.Offer offer = offer();
            if (offer.fees().cap().compareTo(settings.feeCeiling()) > 0) {
                return waiting(requests, WaitReason.FEES_TOO_HIGH);
            }
            return guard.bind(requests, offer);
        } catch (ChainUnavailable e) {
            LOG.warn("{} cannot bind: {}", signer.address(), e.getMessage());
            return waiting(requests, WaitReason.CHAIN_UNAVAILABLE);
        } finally {
            oneBinding.unlock();
        }
    }

    /**
     * Sends what is due.
     *
     * @return the subjects whose state has changed
     */
    List<Subject> round() {
        oneRound.lock();
        try {
            List<OpenNonce> open = book.open(signer.address());
            offerMoreForLowest(open);
            if (seemsBehindAGap(open)) {
                closeGap(open.getFirst());
                open = book.open(signer.address());
            }
            List<OpenNonce> due = rule.due(open, missingFrom, ports.clock().instant());
            return due.isEmpty() ? List.of() : broadcast(due);
        } finally {
            oneRound.unlock();
        }
    }

    /** Puts an empty transaction in the place of what is in flight; the next round sends it. */
    void fill(OpenNonce nonce) {
        if (!nonce.newest().fills()) {
            Fees quote = offer().fees();
            guard.signAgain(nonce, ports.dialect().raised(nonce.newest().fees(), quote), true);
        }
    }

    private List<Subject> broadcast(List<OpenNonce> due) {
        Map<Hash32, byte[]> raw =
                book.raw(due.stream().map(nonce -> nonce.newest().hash()).toList());
        List<byte[]> bytes = due.stream()
                .map(nonce -> raw.getOrDefault(nonce.newest().hash(), new byte[0]))
                .toList();
        List<SendAnswer> answers = ports.endpoints().broadcast().sendAll(bytes);
        List<Sent> sends = new ArrayList<>(due.size());
        List<OpenNonce> underpriced = new ArrayList<>();
        List<Subject> changed = new ArrayList<>();
        missingFrom = NOTHING_MISSING;
        for (int i = 0; i < due.size(); i++) {
            OpenNonce nonce = due.get(i);
            Variant variant = nonce.newest();
            Verdict verdict =
                    ports.dialect().verdict(answers.get(i), nonce.key().nonce());
            noted(nonce, verdict);
            boolean taken = verdict instanceof Verdict.Known;
            sends.add(new Sent(nonce.key(), variant.hash(), taken));
            if (verdict instanceof Verdict.FeeTooLow) {
                underpriced.add(nonce);
            }
            if (taken && variant.state() != State.SENT) {
                changed.add(nonce.subject());
            }
        }
        book.recordSends(sends, ports.clock().instant());
        underpriced.forEach(this::offerMore);
        return changed;
    }

    private void noted(OpenNonce nonce, Verdict verdict) {
        switch (verdict) {
            case Verdict.Known() -> troubles.clear(nonce.key());
            // mined or waiting; the watcher finds out which
            case Verdict.NonceUsed() -> troubles.clear(nonce.key());
            case Verdict.EarlierMissing(long expected) -> {
                missingFrom = Math.min(missingFrom, expected);
                troubles.set(nonce.key(), Trouble.WAITS_FOR_EARLIER_NONCE);
            }
            case Verdict.FeeTooLow() -> troubles.set(nonce.key(), Trouble.FEE_TOO_LOW);
            case Verdict.NoFunds() -> troubles.set(nonce.key(), Trouble.OPERATOR_WITHOUT_FUNDS);
            case Verdict.Unclear(String words) -> {
                LOG.info("{} of {}: {}", nonce.key().nonce(), signer.address(), words);
                troubles.set(nonce.key(), Trouble.NO_ANSWER);
            }
        }
    }

    /** The lowest open nonce was sent more than once, and still waits. */
    private boolean seemsBehindAGap(List<OpenNonce> open) {
        if (open.isEmpty() || open.getFirst().newest().sends() < 2) {
            return false;
        }
        Instant last = open.getFirst().newest().lastSentAt().orElse(Instant.MIN);
        return ports.clock().instant().isAfter(last.plus(settings.pace().retryAfter()));
    }

    /**
     * A nonce below the lowest open one that the chain still waits for: a foreign transaction used it in a block that is
     * gone, or one of ours did. Ours is sent again; where there is none, an empty transaction takes its place.
     */
    private void closeGap(OpenNonce lowest) {
        // one endpoint that lags behind is no gap
        long waitsFor = Stream.concat(Stream.of(ports.endpoints().broadcast()), ports.endpoints().readers().stream())
                .mapToLong(endpoint -> endpoint.nonce(signer.address()))
                .max()
                .orElseThrow();
        long below = lowest.key().nonce();
        if (waitsFor >= below || below - waitsFor > ports.dialect().mostInFlight()) {
            return;
        }
        Map<Long, OpenNonce> known = book.all(signer.address(), waitsFor, below);
        book.reopen(List.copyOf(known.values()));
        Fees fees = offer().fees();
        for (long nonce = waitsFor; nonce < below; nonce++) {
            if (!known.containsKey(nonce)) {
                LOG.warn(
                        "nonce {} of {} is nobody's and the chain waits for it: it is used up",
                        nonce,
                        signer.address());
                guard.fillGap(nonce, fees);
            }
        }
    }

    private void offerMoreForLowest(List<OpenNonce> open) {
        if (!ports.dialect().replacesWaiting() || open.isEmpty()) {
            return;
        }
        Variant newest = open.getFirst().newest();
        Instant impatient = newest.signedAt().plus(settings.patience().replaceAfter());
        if (newest.state() == State.SENT && !ports.clock().instant().isBefore(impatient)) {
            offerMore(open.getFirst());
        }
    }

    private void offerMore(OpenNonce nonce) {
        Fees old = nonce.newest().fees();
        Fees raised = ports.dialect().raised(old, offer().fees());
        if (raised.equals(old) || raised.cap().compareTo(settings.feeCeiling()) > 0) {
            troubles.set(nonce.key(), Trouble.FEE_TOO_LOW);
            return;
        }
        guard.signAgain(nonce, raised, nonce.newest().fills());
    }

    private SendGuard.Offer offer() {
        oneOffer.lock();
        try {
            return recentOffer();
        } finally {
            oneOffer.unlock();
        }
    }

    private SendGuard.Offer recentOffer() {
        Instant now = ports.clock().instant();
        Optional<TimedOffer> recent = offered.filter(last -> now.isBefore(last.at.plus(OFFER_AGE)));
        if (recent.isPresent()) {
            return recent.get().offer;
        }
        ChainClient chain = ports.endpoints().broadcast();
        Block head = chain.latestBlock();
        BigInteger advice = chain.priorityFee();
        SendGuard.Offer offer = new SendGuard.Offer(
                ports.dialect().quote(head.baseFee(), advice),
                chain.balance(signer.address()),
                chain.nonce(signer.address()));
        offered = Optional.of(new TimedOffer(offer, now));
        return offer;
    }

    private static List<SendOutcome> waiting(List<SendRequest> requests, WaitReason reason) {
        return requests.stream()
                .<SendOutcome>map(_ -> new SendOutcome.Wait(reason))
                .toList();
    }
}
