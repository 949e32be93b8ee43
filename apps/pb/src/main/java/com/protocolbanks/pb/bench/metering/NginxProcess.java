package com.protocolbanks.pb.bench.metering;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An nginx of this benchmark's own, with a configuration that lies beside this class. */
final class NginxProcess implements AutoCloseable {
    private static final long START_MILLIS = 20_000;

    private final Process process;
    private final int port;

    private NginxProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * @param folder for its files; empty
     * @param names of the files beside this class, the configuration first
     * @param values what stands for the words in capitals in them
     * @param launcher words before the command, such as those of a control group
     */
    static NginxProcess start(
            Path folder, List<String> names, Map<String, String> values, int port, List<String> launcher)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (var name : names) {
            Files.writeString(
                    folder.resolve(name),
                    filled(name, values)
                            .replace("@PREFIX@", folder.toString())
                            .replace("@PORT@", Integer.toString(port))
                            .replace("@MODULES@", Tools.modules().orElseThrow().toString()));
        }
        var command = new ArrayList<>(launcher);
        command.add(Tools.find("nginx").orElseThrow().toString());
        command.addAll(List.of(
                "-p",
                folder.toString(),
                "-e",
                folder.resolve("error.log").toString(),
                "-c",
                folder.resolve(names.getFirst()).toString()));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        var nginx = new NginxProcess(process, port);
        try {
            nginx.await(folder);
        } catch (IOException | InterruptedException failed) {
            nginx.close();
            throw failed;
        }
        return nginx;
    }

    private static String filled(String name, Map<String, String> values) throws IOException {
        var text = resource(name);
        for (var value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return text;
    }

    static String resource(String name) throws IOException {
        try (var stream = NginxProcess.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("no file " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void await(Path folder) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
        while (process.isAlive() && System.nanoTime() < end) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IOException("nginx does not answer: " + Files.readString(folder.resolve("out.log")));
    }

    int port() {
        return port;
    }

    /** Of its processors so far, all its processes together. */
    Duration processorTime() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
