package com.protocolbanks.payroll.rows;

import com.protocolbanks.evm.Address;
import com.protocolbanks.payroll.payees.KnownPayees;
import com.protocolbanks.payroll.problems.Findings;
import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.ProblemCode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the same address and the same person twice in one payroll. */
final class Duplicates {
    private final Findings findings;
    private final Map<Address, Integer> addresses = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> unnumbered = new HashMap<>();

    Duplicates(Findings findings) {
        this.findings = findings;
    }

    /** @param place of the row's address */
    void see(Person person, Place place) {
        Integer sameAddress = addresses.putIfAbsent(person.address(), place.row());
        if (sameAddress != null) {
            findings.add(place, ProblemCode.DUPLICATE_ROW, person.address().toString(), sameAddress);
        }
        // Two people may share a name when their numbers tell them apart.
        @Nullable
        Integer samePerson = person.number().isPresent()
                ? numbers.putIfAbsent(person.number().get(), place.row())
                : unnumbered.putIfAbsent(KnownPayees.sameName(person.name()), place.row());
        if (samePerson != null && sameAddress == null) {
            findings.add(place, ProblemCode.DUPLICATE_PERSON, person.number().orElse(person.name()), samePerson);
        }
    }
}
