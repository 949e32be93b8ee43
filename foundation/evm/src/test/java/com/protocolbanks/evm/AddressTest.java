package com.protocolbanks.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
            })
    void readsAndWritesTheVectorsOfEip55(String text) {
        assertThat(Address.of(text)).hasToString(text);
        assertThat(Address.of(text.toLowerCase(Locale.ROOT))).hasToString(text);
        assertThat(Address.of("0x" + text.substring(2).toUpperCase(Locale.ROOT)))
                .isEqualTo(Address.of(text));
        assertThat(Address.of(text).lower()).isEqualTo(text.toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0X5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
                "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae",
                "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaedd",
                "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xzaaeb6053f3e94c9b9a09f33669435e7ef1beaed",
                "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaé "
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> Address.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hashesAsEthereumDoes() {
        assertThat(Keccak.hash().hex()).isEqualTo("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
        assertThat(Keccak.hash("a".getBytes(StandardCharsets.US_ASCII), "bc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(Keccak.hash("abc".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void writesNumbersAsWords() {
        BigInteger most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
        assertThat(Hash32.of(most).number()).isEqualTo(most);
        assertThat(Hash32.of(BigInteger.ZERO)).isEqualTo(Hash32.ZERO);
        assertThat(Hash32.of(BigInteger.valueOf(258)).hex()).endsWith("0102").startsWith("0x000000");
        assertThatThrownBy(() -> Hash32.of(most.add(BigInteger.ONE))).isInstanceOf(IllegalArgumentException.class);
    }
}
