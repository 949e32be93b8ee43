package com.protocolbanks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How large things may grow, and what they may not be called. */
class BudgetsTest {
    private static final int FILE_LINES = 500;
    private static final int PACKAGE_FILES = 15;

    private static final int CONSTRUCTOR_ARGUMENTS = 5;
    private static final Pattern FORBIDDEN_NAME =
            Pattern.compile(".*(Manager|Helper|Util|Utils|Impl|Dto|DTO|Service|Dao)$");
    private static final Pattern FORBIDDEN_PACKAGE =
            Pattern.compile(".*\\.(impl|service|services|dao|dto|util|utils|common|manager|helpers?)(\\..*)?");

    @Test
    void filesStayReadable() {
        assertThat(House.files(".java", ".sol", ".jte", ".ts", ".mjs", ".sql").stream()
                        .filter(file -> House.lines(file).size() > FILE_LINES)
                        .map(file -> House.name(file) + ": " + House.lines(file).size() + " lines"))
                .isEmpty();
    }

    @Test
    void packagesStaySmall() {
        Map<String, Integer> sizes = new TreeMap<>();
        for (Path file : House.files(".java")) {
            String name = House.name(file);
            if (name.contains("src/main/java") && !name.endsWith("package-info.java")) {
                sizes.merge(House.folder(file), 1, Integer::sum);
            }
        }

        assertThat(sizes.entrySet().stream().filter(one -> one.getValue() > PACKAGE_FILES))
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIs() {
        assertThat(House.files(".java").stream()
                        .filter(file -> House.name(file).contains("src/main/java"))
                        .map(House::folder)
                        .distinct()
                        .filter(folder ->
                                Files.notExists(House.FOLDER.resolve(folder).resolve("package-info.java"))))
                .isEmpty();
    }

    @Test
    void constructorsTakeAFewArguments() {
        assertThat(House.classes().stream()
                        .filter(one -> !House.isGenerated(one) && !one.isRecord() && !one.isEnum() && !isAnonymous(one))
                        .flatMap(one -> one.getConstructors().stream())
                        .filter(one -> !one.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .filter(one -> arguments(one) > CONSTRUCTOR_ARGUMENTS)
                        .map(JavaConstructor::getFullName))
                .isEmpty();
    }

    private static boolean isAnonymous(JavaClass one) {
        return one.isAnonymousClass() || one.isLocalClass();
    }

    /** The written arguments: an inner class is handed its outer one besides. */
    private static int arguments(JavaConstructor one) {
        boolean inner =
                one.getOwner().isInnerClass() && !one.getOwner().getModifiers().contains(JavaModifier.STATIC);
        return one.getRawParameterTypes().size() - (inner ? 1 : 0);
    }

    @Test
    void namesSayWhatThingsAre() {
        assertThat(House.classes().stream()
                        .filter(one -> !House.isGenerated(one))
                        .filter(one ->
                                FORBIDDEN_NAME.matcher(one.getSimpleName()).matches()
                                        || FORBIDDEN_PACKAGE
                                                .matcher(one.getPackageName())
                                                .matches())
                        .map(JavaClass::getName))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"})
    void nothingIsLeftForLater(String mark) {
        var word = Pattern.compile("\\b" + mark + "\\b");
        assertThat(offending(
                        House.files(
                                ".java", ".sol", ".sql", ".jte", ".mjs", ".ts", ".js", ".xml", ".properties", ".yml"),
                        word))
                .isEmpty();
    }

    @Test
    void testsWaitForWhatHappensNotForTime() {
        var sleep = Pattern.compile("Thread\\.sleep\\(|TimeUnit\\.[A-Z]+\\.sleep\\(");
        assertThat(House.files(".java").stream()
                        .filter(file -> House.name(file).contains("src/test/java"))
                        .filter(file -> !House.name(file).startsWith("tests/architecture"))
                        .flatMap(file -> {
                            var lines = House.lines(file);
                            return IntStream.range(0, lines.size())
                                    .filter(at -> sleep.matcher(lines.get(at)).find())
                                    .filter(at -> !looksAgain(lines, at))
                                    .mapToObj(at -> House.name(file) + ":" + (at + 1));
                        }))
                .isEmpty();
    }

    /** Whether the lines just before look at a condition and a deadline, so that the sleep is only the pace of looking. */
    private static boolean looksAgain(List<String> lines, int at) {
        return lines.subList(Math.max(0, at - 6), at).stream().anyMatch(line -> line.contains("deadline"));
    }

    private static List<String> offending(List<Path> files, Pattern wrong) {
        return files.stream()
                .flatMap(file -> {
                    var lines = House.lines(file);
                    return IntStream.range(0, lines.size())
                            .filter(at -> wrong.matcher(lines.get(at)).find())
                            .mapToObj(at -> House.name(file) + ":" + (at + 1));
                })
                .toList();
    }
}
