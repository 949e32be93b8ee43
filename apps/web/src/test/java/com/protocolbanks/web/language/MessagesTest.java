package com.protocolbanks.web.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");
    private static final Pattern KEY = Pattern.compile("page\\.([tn])\\(\"([A-Za-z0-9_.]+)\"");
    private final Messages messages = new Messages();

    @Test
    void bothLanguagesHaveTheSameKeys() {
        assertThat(messages.all(Language.ZH).keySet())
                .containsExactlyInAnyOrderElementsOf(messages.all(Language.EN).keySet());
    }

    @Test
    void bothLanguagesFillTheSamePlacesAndNoneIsEmpty() {
        var chinese = messages.all(Language.ZH);
        messages.all(Language.EN).forEach((key, english) -> {
            assertThat(english).as(key).isNotBlank();
            assertThat(chinese.get(key)).as(key).isNotBlank();
            assertThat(places(chinese.getOrDefault(key, ""))).as(key).isEqualTo(places(english));
        });
    }

    @Test
    void everyKeyOfATemplateIsWritten() throws IOException {
        var keys = messages.all(Language.EN).keySet();
        var missing = new TreeMap<String, Path>();
        try (var files = Files.walk(Path.of("src/main/jte"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var found = KEY.matcher(Files.readString(file));
                while (found.find()) {
                    String key = found.group(2);
                    boolean prefix = key.endsWith(".");
                    boolean counted = found.group(1).equals("n");
                    boolean there = prefix
                            ? keys.stream().anyMatch(one -> one.startsWith(key))
                            : keys.contains(counted ? key + ".one" : key);
                    if (!there) {
                        missing.put(key, file);
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static Set<String> places(String text) {
        var places = new TreeSet<String>();
        PLACE.matcher(text).results().forEach(found -> places.add(found.group()));
        return places;
    }
}
