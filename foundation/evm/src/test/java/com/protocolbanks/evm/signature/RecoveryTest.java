package com.protocolbanks.evm.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import java.math.BigInteger;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class RecoveryTest {
    private static final SigningKey KEY = SigningKey.of(Hash32.of(BigInteger.valueOf(4711)));

    @Test
    @EnabledOnOs(OS.LINUX)
    void theLibraryIsThere() {
        assertThat(Recovery.ofLibrary()).isPresent();
    }

    @Property
    void bothFindTheSignersKey(@ForAll @Size(32) byte[] digest) {
        var signature = KEY.sign(new Hash32(digest));

        assertThat(keyOf(Recovery.PORTABLE, signature, digest)).isEqualTo(keyOf(library(), signature, digest));
        assertThat(signature.signerOf(new Hash32(digest), library())).contains(KEY.address());
    }

    @Property
    void bothSayTheSameOfNumbersNobodySigned(
            @ForAll @Size(32) byte[] r,
            @ForAll @Size(32) byte[] s,
            @ForAll boolean odd,
            @ForAll @Size(32) byte[] digest) {
        var signature = new Signature(within(r, Secp256k1.ORDER), within(s, Secp256k1.HALF_ORDER), odd ? 1 : 0);

        assertThat(keyOf(Recovery.PORTABLE, signature, digest)).isEqualTo(keyOf(library(), signature, digest));
    }

    @Test
    void bothSayTheSameAtTheEdges() {
        for (var r : new BigInteger[] {BigInteger.ONE, BigInteger.TWO, Secp256k1.ORDER.subtract(BigInteger.ONE)}) {
            for (var s : new BigInteger[] {BigInteger.ONE, Secp256k1.HALF_ORDER}) {
                for (var digest : new Hash32[] {Hash32.ZERO, Hash32.of(Secp256k1.ORDER), Hash32.of(r)}) {
                    for (int parity = 0; parity < 2; parity++) {
                        var signature = new Signature(r, s, parity);
                        assertThat(keyOf(Recovery.PORTABLE, signature, digest.bytes()))
                                .as("%s over %s", signature, digest)
                                .isEqualTo(keyOf(library(), signature, digest.bytes()));
                    }
                }
            }
        }
    }

    private static Recovery library() {
        return Recovery.ofLibrary().orElse(Recovery.PORTABLE);
    }

    private static String keyOf(Recovery recovery, Signature signature, byte[] digest) {
        return recovery.keyOf(signature, digest).map(HexFormat.of()::formatHex).orElse("none");
    }

    /** From 1 to the most. */
    private static BigInteger within(byte[] bytes, BigInteger most) {
        return new BigInteger(1, bytes).mod(most.subtract(BigInteger.ONE)).add(BigInteger.ONE);
    }
}
