package com.protocolbanks.payroll.payees;

import com.protocolbanks.evm.Address;
import com.protocolbanks.payroll.problems.Findings;
import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.ProblemCode;
import java.util.Optional;

/** Says whether a row's person is somebody known, by employee number, else by address; a known name never moves house unseen. */
public final class PayeeMatch {
    private final KnownPayees payees;
    private final Findings findings;

    public PayeeMatch(KnownPayees payees, Findings findings) {
        this.payees = payees;
        this.findings = findings;
    }

    /** What the row says of the person. */
    public record Claim(Optional<String> number, String name, Address address) {}

    /**
     * Whom of the known people the row means, with a finding for each doubt; empty for somebody new.
     *
     * @param place of the address
     */
    public Optional<KnownPayee> match(Claim claim, Place place) {
        Optional<KnownPayee> numbered = claim.number().flatMap(payees::byNumber);
        Optional<KnownPayee> housed = payees.byAddress(claim.address());
        Optional<KnownPayee> match = numbered.or(() -> housed);
        if (housed.isPresent() && match.isPresent() && conflicting(claim, match.get(), housed.get())) {
            findings.add(
                    place,
                    ProblemCode.PERSON_CONFLICT,
                    claim.address().toString(),
                    housed.get().name(),
                    housed.get().number().orElse("–"));
            return match;
        }
        if (housed.isEmpty()) {
            match = match.or(() -> sameName(claim));
            strange(claim, match, place);
        }
        match.filter(known -> !KnownPayees.sameName(known.name()).equals(KnownPayees.sameName(claim.name())))
                .ifPresent(known -> findings.add(place, ProblemCode.NAME_CHANGED, claim.name(), known.name()));
        return match;
    }

    private static boolean conflicting(Claim claim, KnownPayee match, KnownPayee housed) {
        return !match.id().equals(housed.id()) || otherNumber(claim, housed);
    }

    private static boolean otherNumber(Claim claim, KnownPayee known) {
        return claim.number().isPresent()
                && known.number().isPresent()
                && !claim.number().equals(known.number());
    }

    private Optional<KnownPayee> sameName(Claim claim) {
        return payees.byName(claim.name()).stream()
                .filter(known -> !otherNumber(claim, known))
                .findFirst();
    }

    /** The address is none we know. */
    private void strange(Claim claim, Optional<KnownPayee> match, Place place) {
        if (match.filter(known -> payees.vouched(known, claim.address())).isPresent()) {
            return;
        }
        Optional<Address> alike = payees.lookAlike(claim.address());
        if (alike.isPresent()) {
            findings.add(
                    place,
                    ProblemCode.ADDRESS_LOOKS_LIKE_ANOTHER,
                    claim.address().toString(),
                    alike.get());
        } else {
            match.ifPresent(known -> findings.add(
                    place, ProblemCode.ADDRESS_CHANGED, claim.address().toString(), known.name(), known.address()));
        }
    }
}
