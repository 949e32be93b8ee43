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
        var text = new String(raw, StandardCharsets.UTF_8);
        var name = "";
        var data = "";
        int end;
        for (int at = 0; at < text.length(); at = end + 1) {
            end = lineEnd(text, at);
            if (text.startsWith("data:", at)) {
                data = (data.isEmpty() ? "" : data + "\n") + value(text.substring(at, end), 5);
            } else if (text.startsWith("event:", at)) {
                name = value(text.substring(at, end), 6);
            }
        }
        return new SseEvent(raw, name, data);
    }

    /** Of the line feed or the carriage return; a pair of them ends a line and an empty one, which says nothing. */
    private static int lineEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
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
