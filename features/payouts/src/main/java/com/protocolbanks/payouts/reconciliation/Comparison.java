package com.protocolbanks.payouts.reconciliation;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.Erc20Calls.Transfer;
import com.protocolbanks.payouts.reconciliation.Difference.Kind;
import com.protocolbanks.payouts.reconciliation.Difference.Payment;
import com.protocolbanks.payroll.settlement.BookedRun;
import com.protocolbanks.payroll.settlement.BookedRun.Leg;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds the books of one signed approval against the chain; decides from what it is given alone. */
final class Comparison {
    private final BookedRun booked;
    private final ChainRun chain;
    private final List<Difference> differences = new ArrayList<>();

    private Comparison(BookedRun booked, ChainRun chain) {
        this.booked = booked;
        this.chain = chain;
    }

    /** Every difference, in the order of the signed list; none when both say the same to the smallest unit. */
    static List<Difference> of(BookedRun booked, ChainRun chain) {
        var comparison = new Comparison(booked, chain);
        comparison.compareWords();
        if (!booked.contracts().token().equals(Address.ZERO)) {
            comparison.compareMovements();
        }
        comparison.compareTotals();
        return List.copyOf(comparison.differences);
    }

    private record Place(int chunk, int item) {}

    private void compareWords() {
        Set<Place> known = new HashSet<>();
        for (Leg leg : booked.legs()) {
            known.add(new Place(leg.chunk(), leg.place()));
            boolean paid = isPaid(leg);
            if (paid && leg.paidBy().isEmpty()) {
                differ(Kind.PAID_NOT_BOOKED, leg);
            } else if (!paid && leg.paidBy().isPresent()) {
                differ(Kind.BOOKED_NOT_PAID, leg);
            }
        }
        // what has left this run for a later one must not have been paid in it
        for (int chunk = 0; chunk < booked.places().chunks(); chunk++) {
            for (int item = 0; item < booked.places().inChunk(chunk); item++) {
                if (chain.words().get(chunk).paid(item) && !known.contains(new Place(chunk, item))) {
                    differences.add(difference(Kind.PAID_NOT_BOOKED, Optional.empty(), BigInteger.ZERO));
                }
            }
        }
    }

    /** A place outside the signed list was never paid. */
    private boolean isPaid(Leg leg) {
        return leg.chunk() < chain.words().size()
                && chain.words().get(leg.chunk()).paid(leg.place());
    }

    private record Movement(Address to, BigInteger units) {}

    private void compareMovements() {
        Map<Hash32, Map<Movement, Integer>> left = new HashMap<>();
        chain.movements().forEach((transaction, moved) -> left.put(transaction, counted(moved)));
        for (Leg leg : booked.legs()) {
            leg.paidBy()
                    .filter(chain.movements()::containsKey)
                    .filter(_ -> isPaid(leg))
                    .filter(transaction -> !taken(
                            left.getOrDefault(transaction, new HashMap<>()), new Movement(leg.to(), leg.units())))
                    .ifPresent(_ -> differ(Kind.NOT_MOVED, leg));
        }
        forget(left);
        left.values()
                .forEach(movements -> movements.forEach((movement, times) -> {
                    for (int i = 0; i < times; i++) {
                        differences.add(new Difference(
                                Kind.MOVED_BESIDE,
                                booked.run(),
                                booked.asset(),
                                Optional.empty(),
                                movement.units(),
                                Optional.of(movement.to())));
                    }
                }));
    }

    /** What is named as paid already need not be named for having moved. */
    private void forget(Map<Hash32, Map<Movement, Integer>> left) {
        for (Leg leg : booked.legs()) {
            if (leg.paidBy().isEmpty() && isPaid(leg)) {
                for (var movements : left.values()) {
                    if (taken(movements, new Movement(leg.to(), leg.units()))) {
                        break;
                    }
                }
            }
        }
    }

    private static Map<Movement, Integer> counted(List<Transfer> transfers) {
        Map<Movement, Integer> counted = new HashMap<>();
        transfers.forEach(transfer -> counted.merge(new Movement(transfer.to(), transfer.units()), 1, Integer::sum));
        return counted;
    }

    private static boolean taken(Map<Movement, Integer> movements, Movement wanted) {
        return movements.getOrDefault(wanted, 0) > 0 && movements.merge(wanted, -1, Integer::sum) >= 0;
    }

    private void compareTotals() {
        var total = booked.legs().stream()
                .filter(leg -> leg.paidBy().isPresent())
                .map(Leg::units)
                .reduce(BigInteger.ZERO, BigInteger::add);
        if (!total.equals(chain.paid())) {
            differences.add(difference(
                    Kind.TOTAL_DIFFERS,
                    Optional.empty(),
                    total.subtract(chain.paid()).abs()));
        }
    }

    private void differ(Kind kind, Leg leg) {
        differences.add(new Difference(
                kind,
                booked.run(),
                booked.asset(),
                Optional.of(new Payment(leg.item(), leg.row())),
                leg.units(),
                Optional.of(leg.to())));
    }

    private Difference difference(Kind kind, Optional<Payment> payment, BigInteger units) {
        return new Difference(kind, booked.run(), booked.asset(), payment, units, Optional.empty());
    }
}
