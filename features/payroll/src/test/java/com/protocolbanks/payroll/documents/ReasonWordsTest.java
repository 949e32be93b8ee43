package com.protocolbanks.payroll.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.payroll.documents.words.Labels;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonWordsTest {
    @ParameterizedTest
    @ValueSource(strings = {"payroll/reasons", "payroll/documents"})
    void bothLanguagesSayTheSameThings(String bundle) {
        var english = Labels.bundle(bundle, Locale.ENGLISH);
        var chinese = Labels.bundle(bundle, Locale.TRADITIONAL_CHINESE);

        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        for (String key : english.keySet()) {
            assertThat(chinese.getString(key)).as(key).isNotBlank();
            assertThat(chinese.getString(key).contains("{0}"))
                    .as(key)
                    .isEqualTo(english.getString(key).contains("{0}"));
        }
    }

    @Test
    void saysCodesInWordsAndShowsWhatItDoesNotKnow() {
        var english = ReasonWords.in(Locale.FRENCH);

        assertThat(english.of("BLACKLISTED")).contains("block list");
        assertThat(english.of("UNKNOWN:0x1425ea42")).endsWith("no words yet: 0x1425ea42");
        assertThat(english.of("SOMETHING_NEW")).endsWith("no words yet: SOMETHING_NEW");
        assertThat(ReasonWords.in(Locale.CHINA).of("CANCELLED")).contains("取消");
    }
}
