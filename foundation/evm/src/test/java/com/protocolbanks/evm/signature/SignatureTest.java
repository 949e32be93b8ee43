package com.protocolbanks.evm.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.keys.SigningKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final SigningKey KEY = SigningKey.of(Hash32.of(BigInteger.valueOf(4711)));

    @Property
    void theSignerIsRecoveredAndNobodyElse(@ForAll @Size(32) byte[] digest, @ForAll @Size(32) byte[] other) {
        Signature signature = KEY.sign(new Hash32(digest));
        assertThat(signature.signerOf(new Hash32(digest))).contains(KEY.address());
        assertThat(signature
                        .signerOf(new Hash32(other))
                        .filter(KEY.address()::equals)
                        .isPresent())
                .isEqualTo(java.util.Arrays.equals(digest, other));
    }

    @Test
    void readsAllFourWritingsOfV() {
        Hash32 digest = Keccak.hash(new byte[] {1});
        byte[] bytes = KEY.sign(digest).bytes();
        byte[] low = bytes.clone();
        low[64] = (byte) (low[64] - 27);
        assertThat(Signature.of(bytes)).isEqualTo(Signature.of(low));
        for (int v : new int[] {2, 3, 26, 29, 31, 255}) {
            low[64] = (byte) v;
            assertThatThrownBy(() -> Signature.of(low)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesTheSecondFormOfASignature() {
        byte[] bytes = KEY.sign(Keccak.hash(new byte[] {1})).bytes();
        Signature low = Signature.of(bytes);
        System.arraycopy(Hash32.of(Secp256k1.ORDER.subtract(low.s())).bytes(), 0, bytes, 32, 32);
        bytes[64] = (byte) (bytes[64] == 27 ? 28 : 27);
        assertThatThrownBy(() -> Signature.of(bytes)).hasMessageContaining("n/2");
        assertThatThrownBy(() -> Signature.of(new byte[65])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Signature.of(new byte[64])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Signature.of(new byte[66])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hashesPersonalMessagesAsWalletsDo() {
        String text = "你好, wallet";
        assertThat(PersonalMessage.digest(text).bytes())
                .isEqualTo(org.web3j.crypto.Sign.getEthereumMessageHash(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void ordersOwnersBySafesRule() {
        SigningKey other = SigningKey.of(Hash32.of(BigInteger.TWO));
        Hash32 digest = SafeMessage.digest(new ChainId(7001), Address.ZERO, Hash32.ZERO);
        byte[] joined =
                SafeMessage.joined(Map.of(KEY.address(), KEY.sign(digest), other.address(), other.sign(digest)));
        SigningKey first = KEY.address().compareTo(other.address()) < 0 ? KEY : other;
        assertThat(joined).hasSize(130).startsWith(first.sign(digest).bytes());
    }

    @Test
    void takesOnlyTheExactYesOfErc1271() {
        byte[] yes = Hash32.of("0x1626ba7e00000000000000000000000000000000000000000000000000000000")
                .bytes();
        assertThat(Erc1271.isYes(yes)).isTrue();
        yes[31] = 1;
        assertThat(Erc1271.isYes(yes)).isFalse();
        assertThat(Erc1271.isYes(new byte[0])).isFalse();
        assertThat(Erc1271.isYes(new byte[32])).isFalse();
        assertThat(Erc1271.isYes(java.util.Arrays.copyOf(yes, 64))).isFalse();
    }
}
