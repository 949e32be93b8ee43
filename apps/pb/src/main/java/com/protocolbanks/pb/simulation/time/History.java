package com.protocolbanks.pb.simulation.time;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happened in one run, step by step. */
public final class History {
    private final List<Line> lines = new ArrayList<>();

    /** @param mark whether it stands out: a fault, a block, or a milestone */
    private record Line(String text, boolean mark) {}

    void step(Duration at, String who, String what) {
        lines.add(new Line(line(at, who, what), false));
    }

    void mark(Duration at, String who, String what) {
        lines.add(new Line(line(at, who, what), true));
    }

    private static String line(Duration at, String who, String what) {
        return "%10.3f  %-34s %s".formatted(at.toMillis() / 1000.0, who, what);
    }

    public int steps() {
        return lines.size();
    }

    public List<String> all() {
        return lines.stream().map(Line::text).toList();
    }

    public List<String> marks() {
        return lines.stream().filter(Line::mark).map(Line::text).toList();
    }

    /** Two runs with the same digest went the same way, step by step. */
    public Hash32 digest() {
        return Keccak.hash(String.join("\n", all()).getBytes(StandardCharsets.UTF_8));
    }
}
