package com.protocolbanks.pb.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs a benchmark needs and the product does not bring. */
public final class Tools {
    private static final List<Path> MODULES =
            List.of(Path.of("/usr/lib/nginx/modules"), Path.of("/usr/share/nginx/modules"));
    private static final String LUA = "ngx_http_lua_module.so";

    private Tools() {}

    /** One sentence about what is missing; empty when nothing is. */
    public static Optional<String> missing(String... names) {
        var missing = new ArrayList<String>();
        for (var name : names) {
            if (find(name).isEmpty()) {
                missing.add(name);
            }
        }
        if (List.of(names).contains("nginx") && modules().isEmpty()) {
            missing.add("nginx's Lua module (libnginx-mod-http-lua)");
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("This benchmark needs " + String.join(" and ", missing)
                        + ": install nginx, libnginx-mod-http-lua, wrk and redis-tools.");
    }

    /** A file that lies beside the class. */
    public static String resource(Class<?> beside, String name) throws IOException {
        try (var stream = beside.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("no file " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    public static Optional<Path> find(String name) {
        var path = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"));
        return Stream.concat(path, Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Where nginx's modules are, if the one for Lua is among them. */
    public static Optional<Path> modules() {
        return MODULES.stream()
                .filter(folder -> Files.exists(folder.resolve(LUA)))
                .findFirst();
    }
}
