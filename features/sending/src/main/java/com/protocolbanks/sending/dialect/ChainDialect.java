package com.protocolbanks.sending.dialect;

import com.protocolbanks.evm.rpc.SendAnswer;
import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One family of nodes. */
public sealed interface ChainDialect permits CosmosEvm, Geth {
    /** How many transactions of one account are kept waiting at most. */
    int mostInFlight();

    /** Whether a nonce whose predecessor is missing is kept for later. */
    boolean keepsGaps();

    /** Whether a waiting transaction gives way to one with the same nonce and a higher fee. */
    boolean replacesWaiting();

    /**
     * What a new transaction offers.
     *
     * @param baseFee of the newest block, wei per gas
     * @param advice the priority fee the endpoint advises, wei per gas
     */
    Fees quote(BigInteger baseFee, BigInteger advice);

    /** What the same nonce offers when it is signed again: at least the quote, and enough to replace {@code old}. */
    Fees raised(Fees old, Fees quote);

    /** The meaning of an answer to a transaction with that nonce. */
    default Verdict verdict(SendAnswer answer, long nonce) {
        return switch (answer) {
            case SendAnswer.Taken() -> new Verdict.Known();
            case SendAnswer.NoAnswer(String reason) -> new Verdict.Unclear(reason);
            case SendAnswer.Refused refused ->
                refusal(refused.message().toLowerCase(Locale.ROOT), nonce)
                        .orElseGet(() -> new Verdict.Unclear(refused.message()));
        };
    }

    /** The meaning of a refusal, by its words in lower case; empty when they are unknown. */
    Optional<Verdict> refusal(String words, long nonce);

    /** The greatest fee of two, each part by itself. */
    static Fees greatest(Fees one, Fees other) {
        return new Fees(one.priority().max(other.priority()), one.cap().max(other.cap()));
    }

    /** The whole number that the pattern's first group finds. */
    static Optional<Long> found(Pattern pattern, String words) {
        Matcher matcher = pattern.matcher(words);
        return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }

    /** Whether one of the pieces stands in the words. */
    static boolean says(String words, String... pieces) {
        for (String piece : pieces) {
            if (words.contains(piece)) {
                return true;
            }
        }
        return false;
    }
}
