package com.protocolbanks.web.language;

import java.util.Locale;
import java.util.Optional;

/** A language the pages speak; both say the same. */
public enum Language {
    EN("en", "English", Locale.ENGLISH),
    ZH("zh", "中文", Locale.SIMPLIFIED_CHINESE);

    private final String code;
    private final String ownName;
    private final Locale locale;

    Language(String code, String ownName, Locale locale) {
        this.code = code;
        this.ownName = ownName;
        this.locale = locale;
    }

    /** Two letters (ISO 639), as stored with members and sent by the language switch. */
    public String code() {
        return code;
    }

    /** The BCP 47 tag for the page's {@code lang} attribute. */
    public String tag() {
        return this == ZH ? "zh-CN" : "en";
    }

    public String ownName() {
        return ownName;
    }

    public Locale locale() {
        return locale;
    }

    public Language other() {
        return this == EN ? ZH : EN;
    }

    public static Optional<Language> of(String code) {
        for (Language language : values()) {
            if (language.code.equals(code)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /** Chinese for any Chinese locale, English otherwise. */
    public static Language of(Locale locale) {
        return locale.getLanguage().equals("zh") ? ZH : EN;
    }
}
