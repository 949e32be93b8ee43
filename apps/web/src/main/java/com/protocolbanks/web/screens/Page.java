package com.protocolbanks.web.screens;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.splits.PaymentConfig;
import com.protocolbanks.web.language.Language;
import com.protocolbanks.web.language.Messages;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every page needs beside its own model.
 *
 * @param path the path asked for, to mark the place in the navigation and to come back to
 * @param browser what the browser's security asks of this response
 * @param scripts modules a surrounding program adds
 */
public record Page(Words words, Optional<Caller> reader, String path, Browser browser, List<String> scripts) {
    /** The catalogue in the reader's language. */
    public record Words(Language language, Messages messages) {}

    /**
     * What the browser's own defences are told.
     *
     * @param nonce for script tags
     * @param csrf the session's token for forms and scripts; empty before sign-in
     */
    public record Browser(String nonce, String csrf) {}

    public Page {
        scripts = List.copyOf(scripts);
    }

    public Language language() {
        return words.language();
    }

    /** The text of a key in the reader's language. */
    public String t(String key, Object... values) {
        return words.messages().text(language(), key, values);
    }

    /** The texts of a script, as JSON: the keys below the prefix, without it. */
    public String wordsFor(String prefix) {
        return words.messages().json(language(), prefix);
    }

    /** A counted text: {@code key.one} for 1, {@code key.many} otherwise, {@code {0}} being the grouped number. */
    public String n(String key, long count) {
        return t(key + (count == 1 ? ".one" : ".many"), shows().count(count));
    }

    /** What an event of a batch says; a kind that has no words is shown as it is. */
    public String event(BatchEvents.Event event) {
        var data = JsonMapper.shared().readTree(event.data());
        var key = event.type().equals("batch.stage")
                ? "stage." + data.path("stage").asString()
                : "event." + event.type();
        return words.messages()
                .find(
                        language(),
                        key,
                        data.path("paid").asInt(0),
                        data.path("failed").asInt(0),
                        shows().reason(data.path("reason").asString("")))
                .orElse(event.type());
    }

    /** Why a channel was claimed; a reason that has no words is shown as it is. */
    public String settlementReason(String code) {
        return words.messages().find(language(), "settlement." + code).orElse(code);
    }

    /** What a key of a split is called: a token's symbol, or the bank. */
    public String shareName(String key) {
        return key.equals(PaymentConfig.FIAT) ? t("people.fiat") : key.toUpperCase(Locale.ROOT);
    }

    /** Numbers, money and time as this reader writes them. */
    public Shows shows() {
        return new Shows(this);
    }

    public boolean may(Permission permission) {
        return reader.map(caller -> caller.may(permission)).orElse(false);
    }

    /** The reader's roles in words. */
    public String roles() {
        return reader.map(caller -> caller.roles().stream()
                        .sorted()
                        .map(role -> t("role." + role))
                        .collect(Collectors.joining(" · ")))
                .orElse("");
    }

    /** Whether the page belongs to that place of the navigation. */
    public boolean in(String place) {
        return place.equals("/") ? path.equals("/") : path.equals(place) || path.startsWith(place + "/");
    }
}
