package com.protocolbanks.web.language;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Every word of the pages, one catalogue a language; {@code {0}}, {@code {1}} … stand for values. */
@Component
public class Messages {
    private final Map<Language, Map<String, String>> catalogues = new EnumMap<>(Language.class);

    /** Reads {@code messages/en.properties} and {@code messages/zh.properties} (UTF-8) from the class path. */
    public Messages() {
        for (Language language : Language.values()) {
            catalogues.put(language, read("messages/" + language.code() + ".properties"));
        }
    }

    private static Map<String, String> read(String resource) {
        var properties = new Properties();
        try (var in = Messages.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> catalogue = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> catalogue.put(key, properties.getProperty(key)));
        return catalogue;
    }

    /** All keys of a language with their text. */
    public Map<String, String> all(Language language) {
        return Map.copyOf(catalogueOf(language));
    }

    /**
     * The text of a key.
     *
     * @throws IllegalArgumentException for a key nobody wrote
     */
    public String text(Language language, String key, Object... values) {
        return find(language, key, values)
                .orElseThrow(() -> new IllegalArgumentException("no message " + key + " in " + language.code()));
    }

    /** The text of a key that comes from outside, such as a reason code. */
    public Optional<String> find(Language language, String key, Object... values) {
        return Optional.ofNullable(catalogueOf(language).get(key)).map(text -> fill(text, values));
    }

    /** The texts whose keys begin with the prefix, without it, as a JSON object for a script. */
    public String json(Language language, String prefix) {
        Map<String, String> chosen = new TreeMap<>();
        catalogueOf(language).forEach((key, text) -> {
            if (key.startsWith(prefix)) {
                chosen.put(key.substring(prefix.length()), text);
            }
        });
        return JsonMapper.shared().writeValueAsString(chosen);
    }

    private Map<String, String> catalogueOf(Language language) {
        return catalogues.getOrDefault(language, Map.of());
    }

    private static String fill(String text, Object... values) {
        String filled = text;
        for (int i = 0; i < values.length; i++) {
            filled = filled.replace("{" + i + "}", String.valueOf(values[i]));
        }
        return filled;
    }
}
