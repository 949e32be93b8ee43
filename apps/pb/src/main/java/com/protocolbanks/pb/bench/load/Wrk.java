package com.protocolbanks.pb.bench.load;

import com.protocolbanks.pb.bench.turns.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Load by wrk: as many requests as it can send over 64 connections, each written down beforehand and sent once. */
public final class Wrk {
    public static final int CONNECTIONS = 64;

    private static final int PATIENCE_SECONDS = 10;

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern TIME = Pattern.compile("\\s(50|99)%\\s+([0-9.]+)(us|ms|s)");
    private static final Pattern COUNT = Pattern.compile("(\\d+) requests in");
    private static final Pattern WRONG = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern SOCKETS =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

    private static final List<String> BROKEN = List.of(
            "not connected",
            "a connection broken while reading",
            "a connection broken while writing",
            "no answer in " + PATIENCE_SECONDS + " s");

    private final Path script;
    private final int seconds;

    /** @param script that sends a file's requests */
    public Wrk(Path script, int seconds) {
        this.script = script;
        this.seconds = seconds;
    }

    /** Puts the script that sends a file's requests into that folder. */
    public static Path script(Path folder) throws IOException {
        return Files.writeString(folder.resolve("requests.lua"), Tools.resource(Wrk.class, "requests.lua"));
    }

    public Sample run(int port, RequestFile requests) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        "wrk",
                        "-t1",
                        "-c" + CONNECTIONS,
                        "-d" + seconds + "s",
                        "--latency",
                        "--timeout",
                        PATIENCE_SECONDS + "s",
                        "-s",
                        script.toString(),
                        "http://127.0.0.1:" + port,
                        "--",
                        requests.path().toString(),
                        Integer.toString(requests.length()))
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("wrk failed: " + said);
        }
        return sample(said, requests);
    }

    private static Sample sample(String said, RequestFile requests) throws IOException {
        long sent = (long) number(COUNT, said);
        if (sent > requests.count()) {
            throw new IOException(sent + " requests were answered, more than the " + requests.count()
                    + " that were written down; give --requests");
        }
        var sample = new Sample(number(RATE, said), time("50", said), time("99", said), sent)
                .wrongBy("a status of 400 or more", (long) number(WRONG, said));
        var sockets = SOCKETS.matcher(said);
        if (sockets.find()) {
            for (int kind = 1; kind <= sockets.groupCount(); kind++) {
                sample = sample.wrongBy(BROKEN.get(kind - 1), Long.parseLong(sockets.group(kind)));
            }
        }
        return sample;
    }

    private static double number(Pattern pattern, String said) {
        var found = pattern.matcher(said);
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }

    private static double time(String percentile, String said) throws IOException {
        var found = TIME.matcher(said);
        while (found.find()) {
            if (found.group(1).equals(percentile)) {
                return Double.parseDouble(found.group(2))
                        * switch (found.group(3).toLowerCase(Locale.ROOT)) {
                            case "us" -> 0.001;
                            case "ms" -> 1;
                            default -> 1000;
                        };
            }
        }
        throw new IOException("wrk said nothing of times: " + said);
    }
}
