package com.protocolbanks.sending.dialect;

import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * ZetaChain and other Cosmos chains with an EVM: exactly the next nonce is taken, nothing is queued and nothing replaced.
 *
 * <p>So the fee cap is generous from the start, and a lane sends in order to one sticky endpoint. The pending nonce
 * under-counts and the transaction pool looks empty there, so neither is ever asked.
 */
public record CosmosEvm() implements ChainDialect {
    /** {@code invalid nonce; got 7, expected 5: invalid sequence} (ante handler of cosmos/evm). */
    private static final Pattern EXPECTED = Pattern.compile("invalid nonce; got \\d{1,18}, expected (\\d{1,18})");

    /** {@code account sequence mismatch, expected 5, got 7} (Cosmos SDK). */
    private static final Pattern SEQUENCE = Pattern.compile("sequence mismatch, expected (\\d{1,18})");

    private static final BigInteger CAP_FACTOR = BigInteger.valueOf(4);

    @Override
    public int mostInFlight() {
        return 20;
    }

    @Override
    public boolean keepsGaps() {
        return false;
    }

    @Override
    public boolean replacesWaiting() {
        return false;
    }

    /** Only base fee and priority are charged, so a high cap costs nothing while the base fee is low. */
    @Override
    public Fees quote(BigInteger baseFee, BigInteger advice) {
        return new Fees(advice, baseFee.multiply(CAP_FACTOR).add(advice));
    }

    @Override
    public Fees raised(Fees old, Fees quote) {
        return ChainDialect.greatest(old, quote);
    }

    @Override
    public Optional<Verdict> refusal(String words, long nonce) {
        if (ChainDialect.says(
                words, "already in cache", "already exists in cache", "already in mempool", "already known")) {
            return Optional.of(new Verdict.Known());
        }
        Optional<Long> expected = ChainDialect.found(EXPECTED, words).or(() -> ChainDialect.found(SEQUENCE, words));
        if (expected.isPresent()) {
            return Optional.of(
                    expected.get() > nonce ? new Verdict.NonceUsed() : new Verdict.EarlierMissing(expected.get()));
        }
        if (ChainDialect.says(words, "nonce too low")) {
            return Optional.of(new Verdict.NonceUsed());
        }
        if (ChainDialect.says(
                words,
                "insufficient fee",
                "minimum global fee",
                "lower than the tx basefee",
                "less than block base fee")) {
            return Optional.of(new Verdict.FeeTooLow());
        }
        if (ChainDialect.says(words, "insufficient funds", "insufficient balance")) {
            return Optional.of(new Verdict.NoFunds());
        }
        return Optional.empty();
    }
}
