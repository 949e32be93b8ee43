package com.protocolbanks.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalChain.Mining;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.embedded.anvil.AnvilRpc;
import com.protocolbanks.embedded.anvil.ChainState;
import com.protocolbanks.redis.ExpiringStore;
import com.protocolbanks.redis.RedisConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServersTest {
    /** One folder for all, as the first start in a folder is the slow one. */
    @TempDir
    static Path temp;

    @Test
    void postgresKeepsItsRowsAndItsAddressWhenEverythingIsKilled() {
        try (var folder = DataFolder.open(temp)) {
            var killed = LocalPostgres.keeping(folder);
            try (var database = Database.open(killed.url(Role.OWNER), 1)) {
                database.acrossOrganizations(dsl -> dsl.execute("create table kept (n int)"));
                database.acrossOrganizations(dsl -> dsl.execute("insert into kept values (7)"));
            }
            kill(killed.pid());
            killed.close();
            try (var again = LocalPostgres.keeping(folder);
                    var database = Database.open(again.url(Role.OWNER), 1)) {
                assertThat(again.url(Role.WEB)).isEqualTo(killed.url(Role.WEB));
                assertThat(asked(database, "select n from kept")).isEqualTo(7);
                assertThat(asked(database, "show fsync")).isEqualTo("on");
                assertThat(asked(database, "show synchronous_commit")).isEqualTo("on");
            }
        }
    }

    @Test
    void allServersEndWithAProcessThatIsKilled() throws Exception {
        var other = startOther();
        var servers = serversOf(other);
        other.destroyForcibly().waitFor();
        for (var server : servers) {
            await(() -> !Signals.isRunning(server));
        }
    }

    @Test
    void serversLeftRunningAreEndedBeforeTheNextStart() throws Exception {
        var other = startOther();
        var servers = serversOf(other);
        // the watchdogs too, or they would end the servers
        other.descendants()
                .filter(child -> child.info().command().orElse("").matches(".*/(da|ba)?sh|.*/cat"))
                .forEach(ProcessHandle::destroyForcibly);
        other.destroyForcibly().waitFor();
        assertThat(servers).allMatch(ProcessHandle::isAlive);
        try (var folder = DataFolder.open(temp);
                var _ = LocalPostgres.keeping(folder);
                var _ = LocalRedis.keeping(folder);
                var _ = LocalChain.keeping(folder, new Mining.EachTransaction())) {
            assertThat(servers).noneMatch(Signals::isRunning);
        }
    }

    private Process startOther() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dpb.root=" + System.getProperty("pb.root"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServersOfAnotherProcess.class.getName(),
                        temp.toString())
                .redirectError(temp.resolve("other.log").toFile())
                .start();
    }

    private static List<ProcessHandle> serversOf(Process other) throws IOException {
        var line = other.inputReader().readLine();
        assertThat(line).as("what the other process said").isNotNull();
        return Arrays.stream(line.split(" "))
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();
    }

    @Test
    void redisKeepsItsValuesWhenKilled() throws Exception {
        try (var folder = DataFolder.open(temp)) {
            var killed = LocalRedis.keeping(folder);
            try (var connection = RedisConnection.open(killed.url())) {
                new ExpiringStore(connection, "test")
                        .put("key", "value", Duration.ofHours(1))
                        .orThrow();
                awaitAppended(temp.resolve("redis"));
            }
            kill(killed.pid());
            killed.close();
            try (var again = LocalRedis.keeping(folder);
                    var connection = RedisConnection.open(again.url())) {
                assertThat(again.url()).isEqualTo(killed.url());
                assertThat(new ExpiringStore(connection, "test").get("key").orThrow())
                        .isEqualTo(Optional.of("value"));
            }
        }
    }

    @Test
    void theChainKeepsItsBlocksWhenStopped() {
        try (var folder = DataFolder.open(temp)) {
            String height;
            try (var chain = LocalChain.keeping(folder, new Mining.EachTransaction())) {
                mine(chain, 5);
                height = height(chain);
            }
            try (var again = LocalChain.keeping(folder, new Mining.EachTransaction())) {
                assertThat(height(again)).isEqualTo(height);
            }
        }
    }

    @Test
    void theChainIsFoundAgainWhenKilledWhileItWroteItsState() throws Exception {
        var state = temp.resolve("chain/state.json");
        try (var folder = DataFolder.open(temp)) {
            var killed = LocalChain.keeping(folder, new Mining.EachTransaction());
            mine(killed, 3);
            var height = height(killed);
            var copy = temp.resolve("chain/state.good.json");
            await(() -> Files.exists(copy) && Files.readString(copy).contains("\"number\":\"" + height + "\""));
            kill(killed.pid());
            killed.close();
            Files.writeString(state, Files.readString(state).substring(0, 500));
            try (var again = LocalChain.keeping(folder, new Mining.EachTransaction())) {
                assertThat(height(again)).isEqualTo(height);
            }
        }
    }

    @Test
    void transactionsThatFillABlockAreNotLeftWaiting(@TempDir Path own) throws Exception {
        try (var chain = LocalChain.forgetting(own, new Mining.AsNeeded())) {
            var rpc = new AnvilRpc(chain.url());
            rpc.ask("evm_setAutomine", false);
            var transfer = Map.of(
                    "from", DevAccount.ALL.get(0).address().lower(),
                    "to", DevAccount.ALL.get(1).address().lower(),
                    "value", "0x1");
            var hash = rpc.ask("eth_sendTransaction", transfer).asString();
            await(() -> rpc.ask("eth_getTransactionReceipt", hash).isObject());
        }
    }

    @Test
    void aFolderIsUsedByOneProcessAtATime() {
        try (var _ = DataFolder.open(temp)) {
            assertThatThrownBy(() -> DataFolder.open(temp)).hasMessageContaining("another ProtocolBanks process");
        }
        DataFolder.open(temp).close();
    }

    @Test
    void aFileCutOffAnywhereIsNotWhole() throws IOException {
        var whole = "{\"a\":[1,{\"b\":\"}\\\"\"}],\"c\":\"\\\\\"}";
        var file = temp.resolve("state");
        Files.writeString(file, whole);
        assertThat(ChainState.isWhole(file)).isTrue();
        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(file, whole.substring(0, length));
            assertThat(ChainState.isWhole(file)).as(whole.substring(0, length)).isFalse();
        }
    }

    private static Object asked(Database database, String sql) {
        return database.acrossOrganizations(dsl -> dsl.fetchValues(sql).getFirst());
    }

    private static void kill(long pid) {
        var process = ProcessHandle.of(pid).orElseThrow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    private static void awaitAppended(Path redis) throws Exception {
        await(() -> {
            try (var files = Files.walk(redis)) {
                for (var file : files.filter(path -> path.toString().endsWith(".incr.aof"))
                        .toList()) {
                    if (Files.readString(file).contains("value")) {
                        return true;
                    }
                }
                return false;
            }
        });
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    private static void mine(LocalChain chain, int blocks) {
        new AnvilRpc(chain.url()).ask("anvil_mine", "0x" + Integer.toHexString(blocks));
    }

    private static String height(LocalChain chain) {
        return new AnvilRpc(chain.url()).ask("eth_blockNumber").asString();
    }
}
