package com.protocolbanks.sending.dialect;

import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import java.math.BigInteger;
import java.util.Optional;

/** Nodes with go-ethereum's transaction pool: gaps are queued, a tenth more in both fees replaces what waits. */
public record Geth() implements ChainDialect {
    private static final BigInteger TEN = BigInteger.TEN;

    @Override
    public int mostInFlight() {
        return 48;
    }

    @Override
    public boolean keepsGaps() {
        return true;
    }

    @Override
    public boolean replacesWaiting() {
        return true;
    }

    @Override
    public Fees quote(BigInteger baseFee, BigInteger advice) {
        return new Fees(advice, baseFee.shiftLeft(1).add(advice));
    }

    @Override
    public Fees raised(Fees old, Fees quote) {
        Fees least = new Fees(withATenth(old.priority()), withATenth(old.cap()));
        return ChainDialect.greatest(least, quote);
    }

    @Override
    public Optional<Verdict> refusal(String words, long nonce) {
        if (ChainDialect.says(words, "already known", "already imported", "known transaction")) {
            return Optional.of(new Verdict.Known());
        }
        // what waits under this nonce may be an earlier variant of ours, so this is no reason to offer more
        if (ChainDialect.says(words, "nonce too low", "replacement transaction underpriced")) {
            return Optional.of(new Verdict.NonceUsed());
        }
        if (ChainDialect.says(
                words, "transaction underpriced", "less than block base fee", "fee cap less than", "tip below")) {
            return Optional.of(new Verdict.FeeTooLow());
        }
        if (ChainDialect.says(words, "insufficient funds")) {
            return Optional.of(new Verdict.NoFunds());
        }
        return Optional.empty();
    }

    /** Rounded up, and at least one more. */
    private static BigInteger withATenth(BigInteger fee) {
        return fee.multiply(BigInteger.valueOf(11))
                .add(TEN.subtract(BigInteger.ONE))
                .divide(TEN)
                .max(fee.add(BigInteger.ONE));
    }
}
