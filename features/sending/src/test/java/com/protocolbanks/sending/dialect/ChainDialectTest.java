package com.protocolbanks.sending.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.rpc.SendAnswer;
import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainDialectTest {
    private static final ChainDialect COSMOS = new CosmosEvm();
    private static final ChainDialect GETH = new Geth();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            invalid nonce; got 7, expected 5: invalid sequence: invalid sequence | EarlierMissing
            invalid nonce; got 7, expected 9: invalid sequence | NonceUsed
            account sequence mismatch, expected 9, got 7: incorrect account sequence | NonceUsed
            tx already exists in cache | Known
            tx already in mempool | Known
            nonce too low | NonceUsed
            insufficient fee | FeeTooLow
            provided fee < minimum global fee (1azeta < 2azeta). Please increase the gas price.: insufficient fee | FeeTooLow
            the tx gasfeecap is lower than the tx baseFee: 1 (gasfeecap), 2 (basefee) wei per gas: insufficient fee | FeeTooLow
            sender balance < tx cost (1 < 2): insufficient funds | NoFunds
            mempool is full: number of txs 3000 (max: 3000) | Unclear
            something new | Unclear
            """)
    void readsWhatZetaChainSays(String words, String verdict) {
        assertThat(COSMOS.verdict(new SendAnswer.Refused(-32000, words), 7)
                        .getClass()
                        .getSimpleName())
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            already known | Known
            transaction already imported | Known
            nonce too low: next nonce 9, tx nonce 7 | NonceUsed
            replacement transaction underpriced | NonceUsed
            transaction underpriced: gas tip cap 0, minimum needed 1 | FeeTooLow
            max fee per gas less than block base fee: address 0x0, maxFeePerGas: 1, baseFee: 2 | FeeTooLow
            insufficient funds for gas * price + value: balance 1, tx cost 2 | NoFunds
            txpool is full | Unclear
            """)
    void readsWhatGethSays(String words, String verdict) {
        assertThat(GETH.verdict(new SendAnswer.Refused(-32000, words), 7)
                        .getClass()
                        .getSimpleName())
                .isEqualTo(verdict);
    }

    @Test
    void noAnswerIsNeverARefusal() {
        assertThat(COSMOS.verdict(new SendAnswer.NoAnswer("timeout"), 1)).isEqualTo(new Verdict.Unclear("timeout"));
        assertThat(GETH.verdict(new SendAnswer.Taken(), 1)).isEqualTo(new Verdict.Known());
    }

    @Test
    void aReplacementOffersATenthMoreOfBothAndNeverLessThanTheQuote() {
        Fees old = new Fees(BigInteger.ZERO, BigInteger.valueOf(101));
        assertThat(GETH.raised(old, fees(0, 1))).isEqualTo(fees(1, 112));
        assertThat(GETH.raised(old, fees(5, 500))).isEqualTo(fees(5, 500));
        assertThat(COSMOS.raised(old, fees(0, 90))).isEqualTo(old);
        assertThat(COSMOS.raised(old, fees(0, 900))).isEqualTo(fees(0, 900));
    }

    private static Fees fees(long priority, long cap) {
        return new Fees(BigInteger.valueOf(priority), BigInteger.valueOf(cap));
    }
}
