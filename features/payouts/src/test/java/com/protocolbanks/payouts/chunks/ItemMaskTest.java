package com.protocolbanks.payouts.chunks;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class ItemMaskTest {
    @Test
    void halvingEndsWithOneItem() {
        var mask = ItemMask.where(200, _ -> true);
        for (int expected : new int[] {100, 50, 25, 12, 6, 3, 1, 1}) {
            mask = mask.lowerHalf();
            assertThat(mask.size()).isEqualTo(expected);
        }
    }

    @Test
    void halvingTakesTheLowestItems() {
        assertThat(ItemMask.where(10, item -> item % 3 == 1).lowerHalf().items())
                .containsExactly(1);
    }

    @Test
    void aWordOfZeroMeansThatNothingRan() {
        assertThat(ItemMask.paid(BigInteger.ZERO, 3).isEmpty()).isTrue();
    }

    @Test
    void bitsBeyondTheItemCountSayNothing() {
        var word = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE).clearBit(1);
        assertThat(ItemMask.paid(word, 3).items()).containsExactly(0, 2);
    }
}
