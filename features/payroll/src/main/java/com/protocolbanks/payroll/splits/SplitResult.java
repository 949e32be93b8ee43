package com.protocolbanks.payroll.splits;

import com.protocolbanks.payroll.problems.ProblemCode;
import java.util.List;

/** What dividing an amount came to. */
public sealed interface SplitResult {
    /** The legs in the order of their keys' names, adding up to the amount exactly. */
    record Legs(List<Leg> legs) implements SplitResult {
        public Legs {
            legs = List.copyOf(legs);
        }
    }

    /**
     * Why the amount cannot be divided so.
     *
     * @param code AMOUNT_TOO_FINE, UNIT_MISMATCH or TOKEN_UNKNOWN
     * @param found what was refused: the amount or the key
     * @param params for the words of {@link com.protocolbanks.payroll.problems.ProblemTexts}
     */
    record Refused(ProblemCode code, String found, List<String> params) implements SplitResult {
        public Refused {
            params = List.copyOf(params);
        }
    }
}
