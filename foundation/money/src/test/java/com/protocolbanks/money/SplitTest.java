package com.protocolbanks.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1234.56   | usdt:6:80 fiat:2:20             | usdt=987.650000 fiat=246.91",
                "10.03     | usdt:6:50 fiat:2:50             | usdt=5.020000 fiat=5.01",
                "0.000001  | usdc:6:50 usdt:6:50             | usdc=0.000001 usdt=0.000000",
                "0.000002  | usdc:6:50 usdt:6:50             | usdc=0.000001 usdt=0.000001",
                "100       | a:6:33.33333333 b:6:33.33333333 c:6:33.33333334 | a=33.333333 b=33.333333 c=33.333334",
                "0.01      | a:2:50 b:2:50                   | a=0.01 b=0.00",
                "0.07      | a:2:30 b:2:70                   | a=0.02 b=0.05",
                "10.02     | a:2:33.3 b:6:0.1 c:2:33.3 d:2:33.3 | a=3.33 b=0.030000 c=3.33 d=3.33",
                "0         | a:2:50 b:6:50                   | a=0.00 b=0.000000",
            })
    void whatIsLeftGoesToTheFinestAndThereToTheLargestRemainder(String total, String shares, String parts) {
        assertThat(Split.of(new BigDecimal(total), shares(shares)).orElseThrow().stream()
                        .map(part -> part.key() + "=" + part.amount().decimal())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(parts);
    }

    @Test
    void refusesWhatTheFinestCannotHold() {
        assertThat(Split.of(new BigDecimal("0.001"), shares("a:2:50 b:2:50"))).isEmpty();
        assertThat(Split.of(new BigDecimal("1.0000001"), shares("a:2:50 b:6:50")))
                .isEmpty();
    }

    @Test
    void percentagesMustBeAllOfIt() {
        assertThatThrownBy(() -> Split.of(BigDecimal.ONE, shares("a:2:50 b:2:49")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> shares("a:2:0")).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Split.Share> shares(String text) {
        return Arrays.stream(text.split(" "))
                .map(share -> share.split(":"))
                .map(part -> new Split.Share(
                        part[0], new BigDecimal(part[2]), new Asset("X" + part[1], Integer.parseInt(part[1]), "USD")))
                .toList();
    }
}
