package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.pb.bench.load.ServerProcess;
import com.protocolbanks.pb.bench.load.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts an nginx of this benchmark's own, with a configuration that lies beside this class. */
final class Nginx {
    private Nginx() {}

    /**
     * @param folder for its files; empty
     * @param names of the files beside this class, the configuration first
     * @param values what stands for the words in capitals in them
     * @param launcher words before the command, such as those of a control group
     */
    static ServerProcess start(
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
        return ServerProcess.start(command, folder, port);
    }

    private static String filled(String name, Map<String, String> values) throws IOException {
        var text = Tools.resource(Nginx.class, name);
        for (var value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return text;
    }
}
