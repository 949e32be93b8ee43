package com.protocolbanks.payouts;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.payroll.documents.ReasonWords;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WaitReasonTest {
    @ParameterizedTest
    @EnumSource(WaitReason.class)
    void aPersonCanReadEachInTwoLanguages(WaitReason reason) {
        assertThat(ReasonWords.in(Locale.ENGLISH).of(reason.name())).doesNotContain(reason.name());
        assertThat(ReasonWords.in(Locale.CHINESE).of(reason.name())).doesNotContain(reason.name());
    }
}
