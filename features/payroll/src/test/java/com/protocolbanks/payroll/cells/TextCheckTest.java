package com.protocolbanks.payroll.cells;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextCheckTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ana García",
                "王伟",
                "O’Brien",
                "a\nb",
                "𠮷田",
                "زهره\u200cسادات",
                "श्री\u200dमती",
                "Nguyễn",
                "a\u00a0b"
            })
    void namesOfTheWorldPass(String text) {
        assertThat(TextCheck.unseen(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "a\u0007",
                "\u200b",
                "a\u200cb",
                "\u200d",
                "\u202e",
                "\u2066a",
                "\ufeff",
                "a\u00adb",
                "\ud83d",
                "\udc00\ud83d",
                "\u2028",
                "\u0085",
                "\ufffd"
            })
    void whatNobodySeesDoesNot(String text) {
        assertThat(TextCheck.unseen(text)).isTrue();
    }
}
