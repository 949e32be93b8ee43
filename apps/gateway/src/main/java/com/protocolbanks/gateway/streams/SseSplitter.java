package com.protocolbanks.gateway.streams;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes a byte stream apart into events; lines end with a line feed, a carriage return, or both (WHATWG HTML, 9.2). */
public final class SseSplitter {
    private static final int LONGEST = 4 * 1024 * 1024;

    private byte[] event = new byte[1024];
    private int length;
    private boolean lineIsEmpty = true;
    private boolean afterReturn;
    private boolean complete;

    /**
     * The events that end within this part.
     *
     * @throws IllegalArgumentException for an event of more than 4 MiB
     */
    public List<SseEvent> feed(ByteBuf part) {
        var events = new ArrayList<SseEvent>();
        while (part.isReadable()) {
            byte one = part.readByte();
            if (complete && !(one == '\n' && afterReturn)) {
                take(events);
            }
            append(one);
            see(one);
        }
        // After a carriage return the line feed of the pair may still come; it changes nothing and is not waited for.
        if (complete) {
            take(events);
        }
        return events;
    }

    private void append(byte one) {
        if (length == LONGEST) {
            throw new IllegalArgumentException("an event is longer than " + LONGEST + " bytes");
        }
        if (length == event.length) {
            event = Arrays.copyOf(event, Math.min(LONGEST, 2 * length));
        }
        event[length++] = one;
    }

    private void see(byte one) {
        boolean secondOfPair = one == '\n' && afterReturn;
        boolean lineEnds = one == '\n' || one == '\r';
        afterReturn = one == '\r';
        if (secondOfPair) {
            return;
        }
        if (lineEnds) {
            complete = complete || (lineIsEmpty && length > 0);
            lineIsEmpty = true;
        } else {
            lineIsEmpty = false;
        }
    }

    private void take(List<SseEvent> events) {
        events.add(SseEvent.of(rest()));
        length = 0;
        complete = false;
        lineIsEmpty = true;
    }

    /** What came after the last event's end. */
    public byte[] rest() {
        return Arrays.copyOf(event, length);
    }
}
