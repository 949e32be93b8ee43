package com.protocolbanks.embedded.upstream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * An answer made by rule: a token is a word, the input counts one token for each four bytes, and how many words come depends
 * on the length of the question alone.
 *
 * @param words of the answer
 * @param complete whether the limit left room for all of them
 */
record Composition(String model, Manner manner, long input, long cached, List<String> words, boolean complete) {
    private static final List<String> VOCABULARY =
            List.of("salt", "river", "ledger", "amber", "north", "quiet", "copper", "seven");
    private static final int GREED = 1_000_000;

    /** @param limit of output tokens; 0 for none */
    static Composition of(String model, JsonNode question, long limit) {
        int bytes = question.toString().getBytes(StandardCharsets.UTF_8).length;
        int wish = 3 + bytes % 7;
        int count = limit > 0 ? (int) Math.min(limit, wish) : wish;
        var words = IntStream.range(0, count)
                .mapToObj(at -> VOCABULARY.get((bytes + at) % VOCABULARY.size()) + (at + 1 < count ? " " : ""))
                .toList();
        long input = Math.ceilDiv(bytes, 4);
        return new Composition(model, Manner.of(model), input, input / 3, words, count == wish);
    }

    String text() {
        return String.join("", words);
    }

    long output() {
        return manner == Manner.GREEDY ? GREED : words.size();
    }

    long reasoning() {
        return manner == Manner.GREEDY ? 0 : words.size() / 3;
    }

    InvoiceLine line(String path) {
        return new InvoiceLine(path, model, input, cached, output(), reasoning());
    }

    /** The line for an answer of which only so many words were made. */
    InvoiceLine line(String path, long madeWords) {
        return new InvoiceLine(path, model, input, cached, madeWords, 0);
    }
}
