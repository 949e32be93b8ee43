package com.protocolbanks.gateway.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Events come out whole and in order however the network cuts them, and no byte is lost. */
class SseSplitterProperties {
    private static final List<String> EVENTS = List.of(
            "data: {\"a\":1}\n\n",
            "event: ping\r\ndata: x\r\ndata: y\r\n\r\n",
            ": a comment\n\n",
            "data: größe €\r\r",
            "id: 4\nevent: last\ndata: [DONE]\n\n");

    @Property(tries = 300)
    void howeverItIsCut(
            @ForAll @Size(max = 8) List<@IntRange(max = 4) Integer> chosen,
            @ForAll @IntRange(min = 1, max = 30) int part) {
        var sent = new StringBuilder();
        chosen.forEach(one -> sent.append(EVENTS.get(one)));
        byte[] bytes = sent.toString().getBytes(StandardCharsets.UTF_8);
        var splitter = new SseSplitter();
        var seen = new ArrayList<SseEvent>();

        for (int at = 0; at < bytes.length; at += part) {
            seen.addAll(splitter.feed(Unpooled.wrappedBuffer(bytes, at, Math.min(part, bytes.length - at))));
        }

        var back = new StringBuilder();
        seen.forEach(event -> back.append(new String(event.raw(), StandardCharsets.UTF_8)));
        back.append(new String(splitter.rest(), StandardCharsets.UTF_8));
        assertThat(back.toString()).isEqualTo(sent.toString());
        assertThat(seen.stream().map(SseEvent::data).filter(data -> !data.isEmpty()))
                .containsExactlyElementsOf(chosen.stream()
                        .map(one -> data(one))
                        .filter(data -> !data.isEmpty())
                        .toList());
    }

    private static String data(int event) {
        return switch (event) {
            case 0 -> "{\"a\":1}";
            case 1 -> "x\ny";
            case 3 -> "größe €";
            case 4 -> "[DONE]";
            default -> "";
        };
    }
}
