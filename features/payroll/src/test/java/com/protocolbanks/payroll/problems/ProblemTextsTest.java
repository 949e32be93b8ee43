package com.protocolbanks.payroll.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemTextsTest {
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    @Test
    void bothLanguagesSayTheSameThings() throws IOException {
        assertThat(bundle("zh").stringPropertyNames()).isEqualTo(bundle("en").stringPropertyNames());
    }

    @Test
    void everyCodeHasMessageExpectationAndRepair() throws IOException {
        Set<String> wanted = Arrays.stream(ProblemCode.values())
                .flatMap(code -> Stream.of(".message", ".expected", ".repair").map(part -> code + part))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> there = bundle("en").stringPropertyNames().stream()
                .filter(key -> !key.startsWith("word."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(there).isEqualTo(wanted);
    }

    @Test
    void bothLanguagesUseTheSamePlaces() throws IOException {
        Properties english = bundle("en");
        Properties chinese = bundle("zh");
        for (String key : english.stringPropertyNames()) {
            assertThat(places(chinese.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
            assertThat(chinese.getProperty(key)).as(key).isNotBlank();
        }
    }

    @Test
    void wordsFollowTheReadersLanguage() {
        Problem problem = new Problem(Place.FILE, ProblemCode.COLUMN_MISSING, "A | B", List.of("WALLET"));
        assertThat(ProblemTexts.in(Locale.ENGLISH).message(problem))
                .isEqualTo("No column was recognized as wallet address. The first row found: A | B");
        assertThat(ProblemTexts.in(Locale.TRADITIONAL_CHINESE).message(problem)).contains("钱包地址");
        assertThat(ProblemTexts.in(Locale.FRENCH).message(problem)).startsWith("No column");
    }

    @Test
    void whatWasFoundIsShortenedAndNeverTakenForAPlace() {
        Problem problem = Problem.of(Place.FILE, ProblemCode.AMOUNT_FORMAT, "{1}" + "9".repeat(200));
        assertThat(ProblemTexts.in(Locale.ENGLISH).message(problem))
                .startsWith("This is no amount: {1}999")
                .endsWith("…")
                .hasSizeLessThan(120);
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties bundle(String language) throws IOException {
        Properties properties = new Properties();
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(
                        ProblemTextsTest.class.getResourceAsStream("/payroll/problems_" + language + ".properties")),
                StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        return properties;
    }
}
