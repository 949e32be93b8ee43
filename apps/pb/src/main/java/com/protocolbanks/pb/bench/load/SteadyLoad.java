package com.protocolbanks.pb.bench.load;

import com.protocolbanks.pb.bench.turns.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Requests at a constant rate, whatever the answers take: each has its moment, and its time runs from that moment on, so
 * that waiting for a late answer before it counts.
 */
public record SteadyLoad(int perSecond, int seconds) {
    private static final int CONNECTIONS = 32;

    public Sample run(int port, IntFunction<String> requests) throws IOException, InterruptedException {
        int count = perSecond * seconds;
        byte[][] written = new byte[count][];
        for (int number = 0; number < count; number++) {
            written[number] = requests.apply(number).getBytes(StandardCharsets.UTF_8);
        }
        long[] nanos = new long[count];
        var next = new AtomicInteger();
        var wrong = new AtomicLong();
        long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            var sending = threads.invokeAll(Collections.nCopies(CONNECTIONS, () -> {
                try (var wire = new Wire(port)) {
                    for (int mine = next.getAndIncrement(); mine < count; mine = next.getAndIncrement()) {
                        long due = begin + mine * TimeUnit.SECONDS.toNanos(1) / perSecond;
                        await(due);
                        if (wire.ask(written[mine]) != 200) {
                            wrong.incrementAndGet();
                        }
                        nanos[mine] = System.nanoTime() - due;
                    }
                }
                return null;
            }));
            for (var one : sending) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw new IOException("requests at a constant rate failed", failed);
        }
        long took = System.nanoTime() - begin;
        Arrays.sort(nanos);
        return new Sample(count * 1e9 / took, millis(nanos[count / 2]), millis(nanos[count * 99 / 100]), count)
                .wrongBy("another status than 200", wrong.get());
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
