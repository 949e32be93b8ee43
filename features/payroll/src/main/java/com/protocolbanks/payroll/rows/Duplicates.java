package com.protocolbanks.payroll.rows;

import com.protocolbanks.payroll.payees.KnownPayees;
import com.protocolbanks.payroll.problems.Findings;
import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds the same address and the same person twice in one payroll.
 *
 * <p>By sorting at the end: a few bytes a row, and no file can be made for which it takes long, as one could against a
 * hash table.
 */
final class Duplicates {
    private final Findings findings;
    private final List<Seen> seen = new ArrayList<>();

    Duplicates(Findings findings) {
        this.findings = findings;
    }

    private record Seen(Person person, int row) {}

    /** A row, and what must not be equal between two of them. */
    private record Keyed<K extends Comparable<K>>(K key, Seen seen) {}

    void see(Person person, int row) {
        seen.add(new Seen(person, row));
    }

    /** After the last row. */
    void finish(Place addresses) {
        List<Problem> found = new ArrayList<>();
        compare(
                one -> true,
                one -> one.person.address(),
                (first, later) -> found.add(problem(addresses, ProblemCode.DUPLICATE_ROW, first, later)));
        Pair otherAddress = (first, later) -> {
            if (!first.person.address().equals(later.person.address())) {
                found.add(problem(addresses, ProblemCode.DUPLICATE_PERSON, first, later));
            }
        };
        compare(
                one -> one.person.number().isPresent(),
                one -> one.person.number().orElseThrow(),
                otherAddress);
        // Two people may share a name when their numbers tell them apart.
        compare(one -> one.person.number().isEmpty(), one -> KnownPayees.sameName(one.person.name()), otherAddress);
        found.sort(Comparator.comparingInt(problem -> problem.place().row()));
        found.forEach(findings::add);
    }

    /** Takes the first of equal rows and a later one. */
    private interface Pair {
        void equal(Seen first, Seen later);
    }

    private <K extends Comparable<K>> void compare(Predicate<Seen> which, Function<Seen, K> key, Pair pair) {
        List<Keyed<K>> sorted = new ArrayList<>();
        for (Seen one : seen) {
            if (which.test(one)) {
                sorted.add(new Keyed<>(key.apply(one), one));
            }
        }
        // Stable, so the first of equals is the first in the file.
        sorted.sort(Comparator.comparing(Keyed::key));
        int first = 0;
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).key.compareTo(sorted.get(first).key) == 0) {
                pair.equal(sorted.get(first).seen, sorted.get(i).seen);
            } else {
                first = i;
            }
        }
    }

    private static Problem problem(Place addresses, ProblemCode code, Seen first, Seen later) {
        Place place = new Place(addresses.sheet(), later.row, addresses.column());
        String found = code == ProblemCode.DUPLICATE_ROW
                ? later.person.address().toString()
                : later.person.number().orElse(later.person.name());
        return Problem.of(place, code, found, first.row);
    }
}
