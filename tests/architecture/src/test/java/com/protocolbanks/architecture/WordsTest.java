package com.protocolbanks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.payouts.WaitReason;
import com.protocolbanks.payroll.documents.ReasonWords;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one room says in codes, another has words for. */
class WordsTest {
    @ParameterizedTest
    @EnumSource
    void everyReasonToWaitHasWords(WaitReason reason) {
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.CHINESE}) {
            assertThat(ReasonWords.in(locale).of(reason.name())).doesNotContain(reason.name());
        }
    }
}
