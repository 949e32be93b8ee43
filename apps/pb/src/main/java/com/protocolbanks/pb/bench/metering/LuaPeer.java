package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.embedded.FreePorts;
import com.protocolbanks.pb.bench.load.ServerProcess;
import com.protocolbanks.pb.bench.load.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What a careful team would build instead of the gateway: nginx with Lua, an HMAC and one script of Redis for each request. */
final class LuaPeer {
    static final String SMALL = "nginx + Lua, a check of five fields";
    static final String SAME = "nginx + Lua, the gateway's script";

    private static final String SCRIPT = "authorize.lua";

    private LuaPeer() {}

    /**
     * @param script the gateway's own, which it runs at {@code /same}
     * @param provider the port to which it passes on
     * @param launcher words before the command, such as those of a control group
     */
    static ServerProcess start(Ground ground, RecordedScript script, int provider, List<String> launcher)
            throws IOException, InterruptedException {
        var folder = Files.createTempDirectory(ground.folder(), "peer");
        Files.writeString(folder.resolve("recorded.txt"), script.aroundId("bench-000000-000000000".length()));
        ground.beginPeersBooks();
        return Nginx.start(
                folder,
                List.of("peer.conf", SCRIPT),
                Map.of(
                        "SECRET",
                        PeerRequests.SECRET,
                        "SMALL",
                        smallSha1(),
                        "REDIS",
                        Integer.toString(ground.redisPort()),
                        "UPSTREAM",
                        Integer.toString(provider)),
                FreePorts.next(),
                launcher);
    }

    /** By which Redis knows the script that stands in the peer's own file. */
    private static String smallSha1() throws IOException {
        var lua = Tools.resource(Nginx.class, SCRIPT);
        int from = lua.indexOf("[[\nlocal v") + 3;
        var check = lua.substring(from, lua.indexOf("]]", from));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(check.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
