package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.pb.bench.load.Wrk;
import com.protocolbanks.pb.bench.turns.Sample;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * The very command by which a gateway charged one request, so that others can be measured with the same script and the
 * same arguments; only the request's id is another each time.
 */
record RecordedScript(List<String> words) {
    /** Nothing was recorded; for who does not use it. */
    static final RecordedScript NONE = new RecordedScript(List.of());

    private static final String ID = "{id}";
    private static final int PATIENCE_MILLIS = 10_000;
    private static final Pattern FIGURES = Pattern.compile(
            "\"([0-9.]+)\",\"[0-9.]+\",\"[0-9.]+\",\"([0-9.]+)\",\"[0-9.]+\",\"([0-9.]+)\",\"[0-9.]+\"\\s*$");

    RecordedScript {
        words = List.copyOf(words);
    }

    /**
     * Watches Redis while one request is made, and keeps the command that names its id.
     *
     * @param request answers its status
     */
    static RecordedScript of(int redisPort, String id, Callable<Integer> request) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), redisPort)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            lines.readLine();
            int status = request.call();
            if (status != 200) {
                throw new IOException("the request to be recorded was answered " + status);
            }
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("\"EVALSHA\"") && line.contains("\"" + id + "\"")) {
                    return new RecordedScript(parse(line.substring(line.indexOf(']') + 2)).stream()
                            .map(word -> word.equals(id) ? ID : word)
                            .toList());
                }
            }
        }
        throw new IOException("the gateway asked Redis nothing for this request");
    }

    /** Words in quotes, with backslashes before quotes, backslashes, letters for control characters and hex digits. */
    private static List<String> parse(String line) {
        var words = new ArrayList<String>();
        int at = 0;
        while (at < line.length()) {
            var bytes = new ByteArrayOutputStream();
            at++;
            while (line.charAt(at) != '"') {
                at += one(line, at, bytes);
            }
            words.add(bytes.toString(StandardCharsets.UTF_8));
            at += 2;
        }
        return words;
    }

    private static int one(String line, int at, ByteArrayOutputStream to) {
        if (line.charAt(at) != '\\') {
            to.write(line.charAt(at));
            return 1;
        }
        switch (line.charAt(at + 1)) {
            case 'n' -> to.write('\n');
            case 'r' -> to.write('\r');
            case 't' -> to.write('\t');
            case 'a' -> to.write(7);
            case 'b' -> to.write('\b');
            case 'x' -> {
                to.write(Integer.parseInt(line.substring(at + 2, at + 4), 16));
                return 4;
            }
            default -> to.write(line.charAt(at + 1));
        }
        return 2;
    }

    /** redis-benchmark with this command at pipeline 1. */
    Sample measure(int redisPort, int count) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "redis-benchmark",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(redisPort),
                "-c",
                Integer.toString(Wrk.CONNECTIONS),
                "-n",
                Integer.toString(count),
                "-r",
                Integer.toString(Integer.MAX_VALUE),
                "--csv"));
        // each is replaced by twelve digits of less than 2^31: one alone would come twice now and then
        words.forEach(word -> command.add(word.equals(ID) ? "__rand_int____rand_int__" : word));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var figures = FIGURES.matcher(said.strip());
        if (process.waitFor() != 0 || !figures.find()) {
            throw new IOException(
                    "redis-benchmark failed: " + said.lines().limit(3).toList());
        }
        return new Sample(
                Double.parseDouble(figures.group(1)),
                Double.parseDouble(figures.group(2)),
                Double.parseDouble(figures.group(3)),
                count);
    }

    /** What goes over the wire before the id and after it, each in base64 on a line. */
    String aroundId(int idLength) {
        var before = new StringBuilder("*" + words.size() + "\r\n");
        var after = new StringBuilder();
        boolean found = false;
        for (var word : words) {
            if (word.equals(ID)) {
                before.append('$').append(idLength).append("\r\n");
                after.append("\r\n");
                found = true;
            } else {
                (found ? after : before)
                        .append('$')
                        .append(word.getBytes(StandardCharsets.UTF_8).length)
                        .append("\r\n")
                        .append(word)
                        .append("\r\n");
            }
        }
        return base64(before) + "\n" + base64(after) + "\n";
    }

    private static String base64(CharSequence text) {
        return Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
