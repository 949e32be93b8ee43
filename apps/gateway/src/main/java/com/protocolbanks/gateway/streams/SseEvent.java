package com.protocolbanks.gateway.streams;

import java.nio.charset.StandardCharsets;

/**
 * One server-sent event.
 *
 * @param raw as it came, the blank line after it included
 * @param name of the field {@code event}, or empty
 * @param data of the fields {@code data}, joined by line feeds
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, not compared
public record SseEvent(byte[] raw, String name, String data) {
    static SseEvent of(byte[] raw) {
        var name = "";
        var data = new StringBuilder();
        for (String line : new String(raw, StandardCharsets.UTF_8).split("\r\n|\r|\n", -1)) {
            if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(value(line, 5));
            } else if (line.startsWith("event:")) {
                name = value(line, 6);
            }
        }
        return new SseEvent(raw, name, data.toString());
    }

    private static String value(String line, int from) {
        return line.startsWith(" ", from) ? line.substring(from + 1) : line.substring(from);
    }

    /** An event of the same name with other data. */
    public byte[] with(String otherData) {
        String named = name.isEmpty() ? "" : "event: " + name + "\n";
        return (named + "data: " + otherData + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
