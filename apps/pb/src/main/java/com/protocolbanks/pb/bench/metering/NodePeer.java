package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.embedded.FreePorts;
import com.protocolbanks.pb.bench.load.ServerProcess;
import com.protocolbanks.pb.bench.load.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** What a careful team builds in Node: fastify and ioredis, with the small check. Its libraries come from npm, as its lock file says. */
final class NodePeer {
    static final String NAME = "fastify + ioredis, a check of five fields";

    private static final String PROGRAM = "peer.mjs";
    private static final List<String> FILES = List.of(PROGRAM, "package.json", "package-lock.json");

    private NodePeer() {}

    /** @throws IOException also when npm has not what it needs */
    static ServerProcess start(Ground ground) throws IOException, InterruptedException {
        var folder = Files.createDirectory(ground.folder().resolve("node"));
        for (var name : FILES) {
            Files.writeString(folder.resolve(name), Tools.resource(Nginx.class, "node/" + name));
        }
        var npm = new ProcessBuilder("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("npm.log").toFile())
                .start();
        if (npm.waitFor() != 0) {
            throw new IOException("npm ci failed: " + Files.readString(folder.resolve("npm.log")));
        }
        int port = FreePorts.next();
        return ServerProcess.start(
                List.of(
                        "node",
                        PROGRAM,
                        Integer.toString(port),
                        Integer.toString(ground.redisPort()),
                        PeerRequests.SECRET),
                folder,
                port);
    }
}
