package com.protocolbanks.payroll.rows;

import com.protocolbanks.evm.Address;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.payees.KnownPayees;
import com.protocolbanks.payroll.problems.ProblemCode;
import java.util.Map;
import java.util.Set;

/**
 * What the organization knows when a payroll is read.
 *
 * @param tokens what can be paid
 * @param parties addresses nobody's wage may go to
 * @param payees everybody known
 * @param confirmed decisions the uploader has taken
 * @param problemLimit how many problems one answer carries, 1 or more
 */
public record ReadingContext(
        Tokens tokens, Parties parties, KnownPayees payees, Set<ProblemCode> confirmed, int problemLimit) {
    public static final int DEFAULT_PROBLEM_LIMIT = 1_000;

    public ReadingContext {
        confirmed = Set.copyOf(confirmed);
    }

    /** The same with other decisions. */
    public ReadingContext confirming(Set<ProblemCode> decisions) {
        return new ReadingContext(tokens, parties, payees, decisions, problemLimit);
    }

    /**
     * What can be paid.
     *
     * @param batch the batch's token
     * @param bySymbol every enabled token by upper-case symbol, the batch's among them
     */
    public record Tokens(Asset batch, Map<String, Asset> bySymbol) {
        public Tokens {
            bySymbol = Map.copyOf(bySymbol);
        }
    }

    /**
     * Addresses nobody's wage may go to.
     *
     * @param wallet the organization's own smart account
     * @param payingContracts MultiSend and its like
     * @param tokens the tokens' contracts
     */
    public record Parties(Address wallet, Set<Address> payingContracts, Set<Address> tokens) {
        public Parties {
            payingContracts = Set.copyOf(payingContracts);
            tokens = Set.copyOf(tokens);
        }
    }
}
