package com.protocolbanks.evm.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;

class FeeMarketTransactionProperties {
    @Property
    void signsByteForByteAsWeb3j(
            @ForAll @Size(32) byte[] secret,
            @ForAll @LongRange(min = 0) long nonce,
            @ForAll @LongRange(min = 1) long gas,
            @ForAll @LongRange(min = 0) long fee,
            @ForAll @Size(max = 300) byte[] data) {
        secret[0] = 1;
        SigningKey key = SigningKey.of(new Hash32(secret));
        Address to = new Address(new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9});
        BigInteger cap = BigInteger.valueOf(fee).multiply(BigInteger.TWO);
        FeeMarketTransaction ours = FeeMarketTransaction.call(
                new ChainId(7001), nonce, new Fees(BigInteger.valueOf(fee), cap), gas, to, data);
        RawTransaction judged = RawTransaction.createTransaction(
                7001,
                BigInteger.valueOf(nonce),
                BigInteger.valueOf(gas),
                to.lower(),
                BigInteger.ZERO,
                Bytes.hex(data),
                BigInteger.valueOf(fee),
                cap);
        SignedTransaction signed = new OpenSigner(key).sign(ours);
        Credentials credentials = Credentials.create(Bytes.hex(secret));
        assertThat(key.address().lower()).isEqualTo(credentials.getAddress());
        assertThat(Bytes.hex(signed.raw())).isEqualTo(Bytes.hex(TransactionEncoder.signMessage(judged, credentials)));

        SignedTransaction read = SignedTransaction.of(signed.raw());
        assertThat(read).isEqualTo(signed);
        assertThat(read.from()).isEqualTo(key.address());
        assertThat(read.nonce()).isEqualTo(nonce);
        assertThat(read.unsigned().digest()).isEqualTo(ours.digest());
    }

    @Property
    void refusesOtherBytesWithOneException(@ForAll @Size(max = 200) byte[] noise) {
        byte[] raw = Bytes.concat(new byte[] {2}, noise);
        try {
            SignedTransaction.of(raw);
        } catch (IllegalArgumentException | ArithmeticException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }
}
