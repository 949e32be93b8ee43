package com.protocolbanks.evm.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import java.math.BigInteger;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperatorSignerTest {
    private static final ChainId CHAIN = new ChainId(7001);
    private static final Fees FEES = new Fees(BigInteger.ONE, BigInteger.TEN);
    private static final Address CONTRACT = Address.of("0x00000000000000000000000000000000000000aa");
    private static final Address THIEF = Address.of("0x00000000000000000000000000000000000000bb");

    private final SigningKey key = SigningKey.of(Hash32.of(BigInteger.TEN));
    private final OperatorSigner signer = new OperatorSigner(key, CHAIN, Set.of(CONTRACT));

    @Test
    void signsCallsToItsContractsAndEmptyOnesToItself() {
        assertThat(signer.sign(call(CHAIN, CONTRACT, new byte[] {1})).from()).isEqualTo(key.address());
        assertThat(signer.sign(call(CHAIN, key.address(), new byte[0])).from()).isEqualTo(key.address());
    }

    @Test
    void refusesEverythingElse() {
        refused(call(CHAIN, THIEF, new byte[0]));
        refused(call(new ChainId(1), CONTRACT, new byte[0]));
        refused(call(CHAIN, key.address(), new byte[] {1}));
        refused(new FeeMarketTransaction(CHAIN, 0, FEES, 21_000, null, BigInteger.ZERO, new byte[] {1}));
        refused(new FeeMarketTransaction(CHAIN, 0, FEES, 21_000, CONTRACT, BigInteger.ONE, new byte[0]));
        refused(new FeeMarketTransaction(CHAIN, 0, FEES, 21_000, key.address(), BigInteger.ONE, new byte[0]));
    }

    @Test
    void showsNoKey() {
        assertThat(key.toString()).isEqualTo("key of " + key.address());
    }

    private void refused(FeeMarketTransaction transaction) {
        assertThatThrownBy(() -> signer.sign(transaction)).isInstanceOf(RefusedTransaction.class);
    }

    private static FeeMarketTransaction call(ChainId chain, Address to, byte[] data) {
        return FeeMarketTransaction.call(chain, 0, FEES, 21_000, to, data);
    }
}
