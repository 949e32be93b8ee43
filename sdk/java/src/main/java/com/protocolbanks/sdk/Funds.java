package com.protocolbanks.sdk;

import com.protocolbanks.sdk.Gateway.Opened;
import com.protocolbanks.sdk.Gateway.Refusal;
import com.protocolbanks.sdk.receipts.ReceiptLedger;
import com.protocolbanks.x402.wire.ChannelSnapshot;
import com.protocolbanks.x402.wire.Payment;
import com.protocolbanks.x402.wire.PaymentRequirements;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The channel's session and its ceiling: signs vouchers, one at a time, and never beyond the exposure. */
final class Funds {
    private static final Duration RENEW_BEFORE = Duration.ofSeconds(30);
    private static final long LONGEST_WAIT_SECONDS = 60;
    private static final String DEPOSIT_PENDING = "deposit_pending";
    private static final Duration DEPOSIT_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_DEPOSIT = Duration.ofMinutes(2);

    private final Gateway gateway;
    private final Payments payments;
    private final ReceiptLedger ledger;
    private final AgentSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private @Nullable SessionGrant session;
    private BigInteger signed;
    /** The ceiling from which raising ahead of need was tried last. */
    private @Nullable BigInteger triedFrom;

    private int running;
    private long ends;

    Funds(Gateway gateway, Payments payments, ReceiptLedger ledger, AgentSettings settings) {
        this.gateway = gateway;
        this.payments = payments;
        this.ledger = ledger;
        this.settings = settings;
        this.signed = ledger.verified().spent();
    }

    /** Why no voucher is signed. */
    static final class Unfunded extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Paid outcome;

        Unfunded(Paid outcome) {
            super(outcome.toString());
            this.outcome = outcome;
        }

        Paid outcome() {
            return outcome;
        }
    }

    /** What a 402 is answered by. */
    enum Room {
        TRY_AGAIN,
        NOT_OURS
    }

    BigInteger signed() {
        lock.lock();
        try {
            return signed;
        } finally {
            lock.unlock();
        }
    }

    void begin() {
        lock.lock();
        try {
            running++;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            running--;
            ends++;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A session that will last; its ceiling is raised when it runs low. */
    SessionGrant session() throws IOException, Refusal, Unfunded {
        lock.lock();
        try {
            var now = settings.surroundings().clock().instant();
            if (session == null) {
                return open(next(signed), true);
            }
            if (session.expiresAt().isBefore(now.plus(RENEW_BEFORE))) {
                return open(signed, true);
            }
            return ahead(session);
        } finally {
            lock.unlock();
        }
    }

    /** The session, raised when it runs low and can be; otherwise the request that meets the ceiling says what is wrong. */
    private SessionGrant ahead(SessionGrant current) throws IOException, Unfunded {
        BigInteger next = next(signed);
        boolean low = settings.window().runsLow(signed, ledger.verified().spent());
        if (!low || next.compareTo(signed) <= 0 || signed.equals(triedFrom)) {
            return current;
        }
        triedFrom = signed;
        try {
            return open(next, false);
        } catch (Refusal _) {
            return current;
        } catch (Unfunded refused) {
            if (refused.outcome() instanceof Paid.Refused) {
                return current;
            }
            throw refused;
        }
    }

    private BigInteger next(BigInteger needed) {
        return settings.window().next(signed, ledger.verified().spent(), needed).orElse(signed);
    }

    /** The gateway no longer knows the session. */
    void forget(SessionGrant old) {
        lock.lock();
        try {
            if (session != null && session.token().equals(old.token())) {
                session = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * After a 402: raises the ceiling, or waits for a running request to end, so that trying again is worth while.
     *
     * @param signedThen the ceiling when the refused request was sent
     */
    Room makeRoom(PaymentRequirements required, BigInteger signedThen) throws IOException, Refusal, Unfunded {
        ChannelSnapshot state = required.terms().channel();
        if (state == null) {
            return Room.NOT_OURS;
        }
        lock.lock();
        try {
            if (signed.compareTo(signedThen) > 0) {
                return Room.TRY_AGAIN;
            }
            BigInteger needed = state.charged().add(state.held()).add(required.amount());
            boolean lacks = needed.compareTo(signedThen) > 0 || needed.compareTo(state.balance()) > 0;
            if (lacks && raise(needed, state.balance())) {
                return Room.TRY_AGAIN;
            }
            if (running > 1) {
                awaitAnEnd();
                return Room.TRY_AGAIN;
            }
            if (lacks) {
                throw new Unfunded(new Paid.ExposureReached(
                        needed, ledger.verified().spent().add(settings.window().exposure())));
            }
            return Room.NOT_OURS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /** Until a running request ends, or the longest wait is over. */
    private void awaitAnEnd() throws InterruptedException {
        long before = ends;
        long left = TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
        while (ends == before && left > 0) {
            left = ended.awaitNanos(left);
        }
    }

    private boolean raise(BigInteger needed, BigInteger balance) throws IOException, Refusal, Unfunded {
        var size = settings.window();
        var target = size.next(signed, ledger.verified().spent(), needed);
        if (target.isEmpty() && session != null) {
            gateway.receipts(session.token(), ledger);
            target = size.next(signed, ledger.verified().spent(), needed);
        }
        if (target.isEmpty()) {
            return false;
        }
        boolean heldBack = !payments.canDeposit() && needed.compareTo(balance) <= 0;
        open(heldBack ? target.get().min(balance) : target.get(), true);
        return true;
    }

    /** Sends a voucher over the ceiling; on the gateway's word that it knows a higher one of ours, that one. */
    private SessionGrant open(BigInteger ceiling, boolean mayDeposit) throws IOException, Refusal, Unfunded {
        if (!ledger.findings().isEmpty()) {
            throw new Unfunded(new Paid.Disputed(ledger.findings()));
        }
        var answer = gateway.open(payments.voucher(ceiling));
        if (answer instanceof Opened.Unpaid(var required)) {
            var terms = required.accepts().getFirst().terms();
            var shown = terms.ceiling();
            if (shown != null && shown.maxClaimable().compareTo(ceiling) > 0 && payments.isOurs(shown)) {
                return open(shown.maxClaimable(), mayDeposit);
            }
            var channel = terms.channel();
            BigInteger balance = channel == null ? BigInteger.ZERO : channel.balance();
            if (mayDeposit && payments.canDeposit() && ceiling.compareTo(balance) > 0) {
                var outside = settings.surroundings();
                answer = deposited(
                        payments.deposit(ceiling, ceiling.subtract(balance), outside.clock(), outside.salts()));
            }
        }
        return switch (answer) {
            case Opened.Granted(var granted) -> {
                signed = signed.max(ceiling);
                session = granted;
                yield granted;
            }
            case Opened.Unpaid(var required) -> throw new Unfunded(new Paid.Refused(required.error()));
        };
    }

    /** Hands in a deposit, and the same one again until the chain has it. */
    private Opened deposited(Payment.Deposit deposit) throws IOException, Refusal {
        var clock = settings.surroundings().clock();
        var end = clock.instant().plus(LONGEST_DEPOSIT);
        var answer = gateway.open(deposit);
        while (answer instanceof Opened.Unpaid(var required)
                && required.error().equals(DEPOSIT_PENDING)
                && clock.instant().isBefore(end)) {
            Agent.pause(DEPOSIT_PAUSE);
            answer = gateway.open(deposit);
        }
        return answer;
    }
}
