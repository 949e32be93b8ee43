package com.protocolbanks.sending.engine;

import static com.protocolbanks.database.generated.Tables.ATTEMPTS;
import static com.protocolbanks.database.generated.Tables.NONCES;
import static org.jooq.impl.DSL.row;

import com.protocolbanks.database.generated.tables.records.AttemptsRecord;
import com.protocolbanks.database.generated.tables.records.NoncesRecord;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.sending.MinedAttempt;
import com.protocolbanks.sending.SendingPorts;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.sending.SubjectState;
import com.protocolbanks.sending.engine.OpenNonce.State;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads where subjects stand, out of the tables alone. */
final class StateReader {
    private static final int SUBJECTS_AT_ONCE = 500;

    private final SendingPorts ports;
    private final Troubles troubles;

    StateReader(SendingPorts ports, Troubles troubles) {
        this.ports = ports;
        this.troubles = troubles;
    }

    Map<Subject, SubjectState> states(Collection<Subject> subjects) {
        Map<Subject, SubjectState> states = new HashMap<>();
        subjects.forEach(subject -> states.put(subject, new SubjectState.Unsent()));
        List<Subject> all = List.copyOf(states.keySet());
        for (int from = 0; from < all.size(); from += SUBJECTS_AT_ONCE) {
            read(all.subList(from, Math.min(all.size(), from + SUBJECTS_AT_ONCE)))
                    .forEach((subject, newest) -> states.replace(subject, newest.state(troubles)));
        }
        return states;
    }

    private Map<Subject, Newest> read(List<Subject> subjects) {
        var wanted = subjects.stream()
                .map(subject -> row(subject.kind(), subject.id(), subject.part()))
                .toList();
        return ports.database().acrossOrganizations(dsl -> {
            Map<Subject, Newest> newest = new HashMap<>();
            dsl.select(NONCES.asterisk())
                    .select(ATTEMPTS.HASH, ATTEMPTS.STATE, ATTEMPTS.SEND_COUNT, ATTEMPTS.TO_ADDRESS)
                    .select(ATTEMPTS.BLOCK_NUMBER, ATTEMPTS.BLOCK_HASH, ATTEMPTS.GAS_USED, ATTEMPTS.GAS_PRICE)
                    .from(NONCES)
                    .join(ATTEMPTS)
                    .on(ATTEMPTS.SIGNER
                            .eq(NONCES.SIGNER)
                            .and(ATTEMPTS.CHAIN_ID.eq(NONCES.CHAIN_ID))
                            .and(ATTEMPTS.NONCE.eq(NONCES.NONCE)))
                    .where(NONCES.CHAIN_ID.eq(ports.chainId().value()))
                    .and(row(NONCES.SUBJECT_KIND, NONCES.SUBJECT_ID, NONCES.SUBJECT_PART)
                            .in(wanted))
                    .orderBy(NONCES.CREATED_AT, NONCES.NONCE, ATTEMPTS.CREATED_AT)
                    .forEach(row -> {
                        NoncesRecord nonce = row.into(NONCES);
                        Subject subject = new Subject(
                                nonce.getOrgId(), nonce.getSubjectKind(), nonce.getSubjectId(), nonce.getSubjectPart());
                        Newest before = newest.get(subject);
                        if (before == null || !before.nonce.getNonce().equals(nonce.getNonce())) {
                            newest.put(subject, new Newest(nonce, new ArrayList<>()));
                        }
                        Objects.requireNonNull(newest.get(subject)).attempts.add(row.into(ATTEMPTS));
                    });
            return newest;
        });
    }

    /** A subject's newest nonce with its variants, oldest first. */
    private record Newest(NoncesRecord nonce, List<AttemptsRecord> attempts) {
        SubjectState state(Troubles troubles) {
            return switch (nonce.getState()) {
                case "BOUND" -> inFlight(troubles);
                case "FILLED" -> displaced();
                default -> ended();
            };
        }

        private SubjectState inFlight(Troubles troubles) {
            OpenNonce.Key key = new OpenNonce.Key(Address.of(nonce.getSigner()), nonce.getNonce());
            return new SubjectState.InFlight(
                    nonce.getNonce(),
                    attempts.stream()
                            .map(attempt -> new Hash32(attempt.getHash()))
                            .toList(),
                    nonce.getCreatedAt().toInstant(),
                    attempts.stream().anyMatch(attempt -> attempt.getState().equals(State.SENT.name())),
                    attempts.stream().mapToInt(AttemptsRecord::getSendCount).sum(),
                    troubles.of(key));
        }

        private SubjectState ended() {
            Optional<AttemptsRecord> mined = attempts.stream()
                    .filter(attempt -> attempt.getBlockNumber() != null)
                    .findFirst();
            if (mined.isEmpty()) {
                return displaced();
            }
            AttemptsRecord attempt = mined.get();
            Long gas = attempt.getGasUsed();
            BigInteger price = attempt.getGasPrice();
            MinedAttempt as = new MinedAttempt(
                    new Hash32(attempt.getHash()),
                    nonce.getNonce(),
                    Objects.requireNonNull(attempt.getBlockNumber()),
                    new Hash32(Objects.requireNonNull(attempt.getBlockHash())),
                    gas == null ? 0 : gas,
                    price == null ? BigInteger.ZERO : price);
            return attempt.getState().equals(State.SUCCEEDED.name())
                    ? new SubjectState.Succeeded(as)
                    : new SubjectState.Reverted(as);
        }

        private SubjectState displaced() {
            return new SubjectState.Displaced(nonce.getNonce(), nonce.getConsumedAtBlock());
        }
    }
}
