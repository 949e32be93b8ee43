package com.protocolbanks.identity;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Pattern;

/** Values as the tables of this feature take them. */
final class Text {
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>\"]{1,64}@[^\\s@<>\"]{1,190}");

    private Text() {}

    /** 1 to 200 characters, none of them a control character. */
    static boolean isName(String name) {
        return !name.isBlank() && name.strip().length() <= 200 && name.chars().noneMatch(Character::isISOControl);
    }

    static boolean isEmail(String email) {
        return EMAIL.matcher(email).matches();
    }

    /** {@code zh} for every kind of Chinese, {@code en} for everything else. */
    static String language(Locale locale) {
        return locale.getLanguage().equals("zh") ? "zh" : "en";
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
