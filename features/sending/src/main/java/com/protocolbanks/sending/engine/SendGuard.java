package com.protocolbanks.sending.engine;

import static com.protocolbanks.database.generated.Tables.ATTEMPTS;
import static com.protocolbanks.database.generated.Tables.NONCES;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.sum;

import com.protocolbanks.database.generated.tables.records.AttemptsRecord;
import com.protocolbanks.database.generated.tables.records.NoncesRecord;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.transaction.FeeMarketTransaction;
import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import com.protocolbanks.evm.transaction.SignedTransaction;
import com.protocolbanks.evm.transaction.TransactionSigner;
import com.protocolbanks.sending.SendOutcome;
import com.protocolbanks.sending.SendOutcome.WaitReason;
import com.protocolbanks.sending.SendRequest;
import com.protocolbanks.sending.SendingPorts;
import com.protocolbanks.sending.Subject;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.UpdatableRecord;

/**
 * Binds nonces to subjects and stores every signed byte before one of them leaves.
 *
 * <p>All bindings of one account pass through one lock in the database, so that two processes with the same key, or a
 * process that slept past its lease, can never give one nonce to two subjects, or a subject two open nonces.
 */
final class SendGuard {
    /** Gas of an empty transaction. */
    private static final long EMPTY_GAS = 21_000;

    /** The organization of a nonce that serves none. */
    private static final UUID NOBODY = new UUID(0, 0);

    private final SendingPorts ports;
    private final TransactionSigner signer;

    SendGuard(SendingPorts ports, TransactionSigner signer) {
        this.ports = ports;
        this.signer = signer;
    }

    /**
     * What the chain says before a binding.
     *
     * @param fees what to offer
     * @param balance of the account, in wei
     * @param nextNonce the account's nonce at the newest block
     */
    record Offer(Fees fees, BigInteger balance, long nextNonce) {}

    /** The outcomes stand in the order of the requests; committed when this returns. */
    List<SendOutcome> bind(List<SendRequest> requests, Offer offer) {
        return ports.database().acrossOrganizations(dsl -> new Binding(dsl, offer).all(requests));
    }

    /** Signs the nonce's newest transaction again with other fees, or an empty one in its place; committed when this returns. */
    void signAgain(OpenNonce nonce, Fees fees, boolean empty) {
        ports.database().acrossOrganizations(dsl -> {
            lock(dsl);
            byte[] raw = Objects.requireNonNull(dsl.select(ATTEMPTS.RAW)
                    .from(ATTEMPTS)
                    .where(
                            ATTEMPTS.CHAIN_ID.eq(ports.chainId().value()),
                            ATTEMPTS.HASH.eq(nonce.newest().hash().bytes()))
                    .fetchSingle(ATTEMPTS.RAW));
            FeeMarketTransaction old = SignedTransaction.of(raw).unsigned();
            FeeMarketTransaction again = empty
                    ? call(old.nonce(), fees, EMPTY_GAS, signer.address(), new byte[0])
                    : new FeeMarketTransaction(
                            old.chainId(), old.nonce(), fees, old.gasLimit(), old.to(), old.value(), old.data());
            SignedTransaction signed = signer.sign(again);
            // the newest is the one that is sent, so time must move even where the clock does not
            Instant after = nonce.newest().signedAt().plusNanos(1000);
            Instant now = ports.clock().instant();
            AttemptsRecord attempt = attempt(again, signed, now.isAfter(after) ? now : after);
            return dsl.insertInto(ATTEMPTS).set(attempt).onConflictDoNothing().execute();
        });
    }

    /** Binds a nonce that nobody's subject has, and that the chain waits for, to an empty transaction. */
    void fillGap(long nonce, Fees fees) {
        ports.database().acrossOrganizations(dsl -> {
            lock(dsl);
            FeeMarketTransaction empty = call(nonce, fees, EMPTY_GAS, signer.address(), new byte[0]);
            Instant now = ports.clock().instant();
            NoncesRecord gap = nonce(nonce, new Subject(NOBODY, "nonce_gap", new UUID(0, nonce), ""), now);
            int bound = dsl.insertInto(NONCES).set(gap).onConflictDoNothing().execute();
            return bound == 0
                    ? 0
                    : dsl.insertInto(ATTEMPTS)
                            .set(attempt(empty, signer.sign(empty), now))
                            .execute();
        });
    }

    private NoncesRecord nonce(long nonce, Subject subject, Instant now) {
        NoncesRecord bound = new NoncesRecord();
        bound.setSigner(signer.address().lower());
        bound.setChainId(ports.chainId().value());
        bound.setNonce(nonce);
        bound.setOrgId(subject.orgId());
        bound.setSubjectKind(subject.kind());
        bound.setSubjectId(subject.id());
        bound.setSubjectPart(subject.part());
        bound.setState("BOUND");
        bound.setCreatedAt(OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
        return bound;
    }

    private FeeMarketTransaction call(long nonce, Fees fees, long gas, Address to, byte[] data) {
        return FeeMarketTransaction.call(ports.chainId(), nonce, fees, gas, to, data);
    }

    private void lock(DSLContext dsl) {
        Hash32 name = Keccak.hash(
                "sending lane".getBytes(StandardCharsets.US_ASCII),
                signer.address().bytes(),
                Hash32.of(BigInteger.valueOf(ports.chainId().value())).bytes());
        dsl.fetch(
                "select pg_advisory_xact_lock(?)", ByteBuffer.wrap(name.bytes()).getLong());
    }

    private AttemptsRecord attempt(FeeMarketTransaction transaction, SignedTransaction signed, Instant at) {
        AttemptsRecord attempt = new AttemptsRecord();
        attempt.setSigner(signed.from().lower());
        attempt.setChainId(ports.chainId().value());
        attempt.setNonce(signed.nonce());
        attempt.setHash(signed.hash().bytes());
        attempt.setRaw(signed.raw());
        attempt.setToAddress(String.valueOf(transaction.to()).toLowerCase(Locale.ROOT));
        attempt.setGasLimit(transaction.gasLimit());
        attempt.setMaxFee(transaction.fees().cap());
        attempt.setMaxPriority(transaction.fees().priority());
        attempt.setState(OpenNonce.State.SIGNED.name());
        attempt.setSendCount(0);
        attempt.setCreatedAt(at.atOffset(ZoneOffset.UTC));
        return attempt;
    }

    /** One transaction's work. */
    private final class Binding {
        private final DSLContext dsl;
        private final Offer offer;
        private final List<UpdatableRecord<?>> nonces = new ArrayList<>();
        private final List<UpdatableRecord<?>> attempts = new ArrayList<>();
        private long next;
        private int inFlight;
        private BigInteger promised = BigInteger.ZERO;

        Binding(DSLContext dsl, Offer offer) {
            this.dsl = dsl;
            this.offer = offer;
        }

        List<SendOutcome> all(List<SendRequest> requests) {
            lock(dsl);
            readLane();
            Map<Subject, Earlier> earlier = earlier(requests);
            List<SendOutcome> outcomes = new ArrayList<>(requests.size());
            for (SendRequest request : requests) {
                Earlier before = earlier.getOrDefault(request.subject(), Earlier.NONE);
                SendOutcome outcome = one(request, before);
                if (outcome instanceof SendOutcome.Committed committed) {
                    earlier.put(request.subject(), new Earlier(OptionalLong.of(committed.nonce()), before.consumedAt));
                }
                outcomes.add(outcome);
            }
            dsl.batchInsert(nonces).execute();
            dsl.batchInsert(attempts).execute();
            return outcomes;
        }

        private SendOutcome one(SendRequest request, Earlier earlier) {
            if (earlier.open.isPresent()) {
                return new SendOutcome.AlreadyInFlight(earlier.open.getAsLong());
            }
            if (earlier.consumedAt.isPresent()) {
                long consumed = earlier.consumedAt.getAsLong();
                if (request.provenAtBlock().isEmpty() || request.provenAtBlock().getAsLong() < consumed) {
                    return new SendOutcome.ProofNeeded(consumed);
                }
            }
            if (inFlight >= ports.dialect().mostInFlight()) {
                return new SendOutcome.Wait(WaitReason.LANE_FULL);
            }
            BigInteger cost = offer.fees.cap().multiply(BigInteger.valueOf(request.gasLimit()));
            if (promised.add(cost).compareTo(offer.balance) > 0) {
                return new SendOutcome.Wait(WaitReason.OPERATOR_WITHOUT_FUNDS);
            }
            promised = promised.add(cost);
            inFlight++;
            return committed(request);
        }

        private SendOutcome committed(SendRequest request) {
            long number = next++;
            Instant now = ports.clock().instant();
            FeeMarketTransaction transaction =
                    call(number, offer.fees, request.gasLimit(), request.to(), request.calldata());
            SignedTransaction signed = signer.sign(transaction);
            nonces.add(nonce(number, request.subject(), now));
            attempts.add(attempt(transaction, signed, now));
            return new SendOutcome.Committed(number, signed.hash());
        }

        private void readLane() {
            var lane = NONCES.SIGNER
                    .eq(signer.address().lower())
                    .and(NONCES.CHAIN_ID.eq(ports.chainId().value()));
            Long highest = dsl.select(max(NONCES.NONCE))
                    .from(NONCES)
                    .where(lane)
                    .fetchSingle()
                    .value1();
            next = Math.max(offer.nextNonce, highest == null ? 0 : highest + 1);
            inFlight = dsl.fetchCount(NONCES, lane.and(NONCES.STATE.eq("BOUND")));
            var open = dsl.select(sum(ATTEMPTS.MAX_FEE.mul(ATTEMPTS.GAS_LIMIT)))
                    .from(NONCES)
                    .join(ATTEMPTS)
                    .on(ATTEMPTS.SIGNER
                            .eq(NONCES.SIGNER)
                            .and(ATTEMPTS.CHAIN_ID.eq(NONCES.CHAIN_ID))
                            .and(ATTEMPTS.NONCE.eq(NONCES.NONCE)))
                    .where(lane.and(NONCES.STATE.eq("BOUND")))
                    .fetchSingle()
                    .value1();
            promised = open == null ? BigInteger.ZERO : open.toBigInteger();
        }

        private Map<Subject, Earlier> earlier(List<SendRequest> requests) {
            Map<Subject, Earlier> found = new HashMap<>();
            var wanted = requests.stream()
                    .map(SendRequest::subject)
                    .map(subject -> row(subject.kind(), subject.id(), subject.part()))
                    .toList();
            dsl.selectFrom(NONCES)
                    .where(row(NONCES.SUBJECT_KIND, NONCES.SUBJECT_ID, NONCES.SUBJECT_PART)
                            .in(wanted))
                    .and(NONCES.CHAIN_ID.eq(ports.chainId().value()))
                    .forEach(row -> {
                        Subject subject = new Subject(
                                row.getOrgId(), row.getSubjectKind(), row.getSubjectId(), row.getSubjectPart());
                        found.merge(subject, Earlier.of(row), Earlier::and);
                    });
            return found;
        }
    }

    /** A subject's earlier nonces: the open one, and the greatest height at which one was consumed. */
    private record Earlier(OptionalLong open, OptionalLong consumedAt) {
        static final Earlier NONE = new Earlier(OptionalLong.empty(), OptionalLong.empty());

        static Earlier of(NoncesRecord row) {
            Long consumed = row.getConsumedAtBlock();
            return new Earlier(
                    row.getState().equals("BOUND") ? OptionalLong.of(row.getNonce()) : OptionalLong.empty(),
                    consumed == null ? OptionalLong.empty() : OptionalLong.of(consumed));
        }

        Earlier and(Earlier other) {
            OptionalLong latest = consumedAt.isEmpty()
                            || (other.consumedAt.isPresent() && other.consumedAt.getAsLong() > consumedAt.getAsLong())
                    ? other.consumedAt
                    : consumedAt;
            return new Earlier(open.isPresent() ? open : other.open, latest);
        }
    }
}
