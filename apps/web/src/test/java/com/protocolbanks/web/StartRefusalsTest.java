package com.protocolbanks.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.FreePorts;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each thing that may be wrong at the start is told in one sentence that names what to correct; all of them at once. */
class StartRefusalsTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    @TempDir
    Path temp;

    private final Map<String, String> environment = new HashMap<>();
    private int port;

    @BeforeEach
    void allIsWell() throws IOException {
        port = FreePorts.next();
        environment.put("DATABASE_URL", address(postgres, Role.WEB));
        environment.put("REDIS_URL", redis.url());
        environment.put("ZETACHAIN_RPC_URL", LocalChainFixture.url().toString());
        environment.put("PB_MASTER_KEY_FILE", file("master.key", "5a".repeat(32)));
        environment.put(
                "PB_CONTRACTS",
                contracts(
                        LocalChain.CHAIN_ID,
                        LocalChainFixture.contracts().multiSend().toString()));
        environment.put("PB_PUBLIC_URL", "http://127.0.0.1:" + port);
        environment.put("PORT", Integer.toString(port));
    }

    @Test
    void pagesAreServedWhenAllIsWell() {
        WebApp.start(WebEnvironment.read(environment)).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATABASE_URL",
                "REDIS_URL",
                "ZETACHAIN_RPC_URL",
                "PB_MASTER_KEY_FILE",
                "PB_CONTRACTS",
                "PB_PUBLIC_URL"
            })
    void whatIsMissingIsNamed(String name) {
        environment.remove(name);
        assertThatThrownBy(() -> WebEnvironment.read(environment))
                .isInstanceOf(StartRefused.class)
                .hasMessage(name + " is not set.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATABASE_URL",
                "REDIS_URL",
                "ZETACHAIN_RPC_URL",
                "PB_MASTER_KEY_FILE",
                "PB_CONTRACTS",
                "PB_PUBLIC_URL",
                "PORT"
            })
    void whatIsOfAnotherFormIsNamedWithoutItsSecret(String name) {
        environment.put(name, "ftp://user:secret@host/place with spaces");
        assertThat(refusedSentences())
                .singleElement()
                .satisfies(sentence ->
                        assertThat(sentence).startsWith(name + " is not ").doesNotContain("secret"));
    }

    @Test
    void everythingThatIsMissingIsSaidAtOnce() {
        environment.clear();
        assertThat(refusedSentences()).hasSize(6);
    }

    @Test
    void aDatabaseThatDoesNotAnswer() {
        environment.put("DATABASE_URL", "postgresql://pb_web:secret@127.0.0.1:" + FreePorts.next() + "/pb");
        assertRefused("database", "does not answer", "DATABASE_URL");
    }

    @Test
    void aRoleThatRowLevelSecurityDoesNotBind() {
        environment.put(
                "DATABASE_URL", postgres.administratorUrl().jdbc().substring("jdbc:".length()) + "?user=postgres");
        assertRefused("row-level security", "pb_web");
    }

    @Test
    void aRedisThatDoesNotAnswer() {
        environment.put("REDIS_URL", "redis://:secret@127.0.0.1:" + FreePorts.next());
        assertRefused("Redis does not answer", "REDIS_URL");
    }

    @Test
    void anEndpointThatDoesNotAnswer() {
        environment.put("ZETACHAIN_RPC_URL", "http://127.0.0.1:" + FreePorts.next());
        assertRefused("does not answer", "ZETACHAIN_RPC_URL");
    }

    @Test
    void anEndpointOfAnotherChain() {
        environment.put(
                "PB_CONTRACTS",
                contracts(7001, LocalChainFixture.contracts().multiSend().toString()));
        assertRefused("31337", "7001", "PB_CONTRACTS");
    }

    @Test
    void anAddressWithoutTheContract() {
        environment.put("PB_CONTRACTS", contracts(LocalChain.CHAIN_ID, "0x" + "1".repeat(40)));
        assertRefused("no contract", "PB_CONTRACTS");
    }

    @Test
    void aContractsFileThatSaysNothing() {
        environment.put("PB_CONTRACTS", file("contracts.json", "{}"));
        assertRefused("contracts.json", "multiSend", "PB_CONTRACTS");
    }

    @Test
    void aMasterKeyOfAnotherLength() {
        environment.put("PB_MASTER_KEY_FILE", file("master.key", "1234"));
        assertRefused("64 hex digits", "PB_MASTER_KEY_FILE");
    }

    @Test
    void aPortThatIsTaken() throws IOException {
        try (var other = new ServerSocket(0)) {
            environment.put("PORT", Integer.toString(other.getLocalPort()));
            assertRefused("Port " + other.getLocalPort() + " is taken", "PORT");
        }
    }

    @Test
    void severalFindingsAreSeveralSentences() {
        environment.put("REDIS_URL", "redis://127.0.0.1:" + FreePorts.next());
        environment.put("ZETACHAIN_RPC_URL", "http://127.0.0.1:" + FreePorts.next());
        assertThat(refusedSentences()).hasSize(2);
    }

    private void assertRefused(String... words) {
        assertThat(refusedSentences())
                .singleElement()
                .satisfies(sentence -> assertThat(sentence).contains(words).doesNotContain("secret", "Exception"));
    }

    private List<String> refusedSentences() {
        try {
            WebApp.start(WebEnvironment.read(environment)).close();
            return List.of();
        } catch (StartRefused refused) {
            return Stream.of(String.valueOf(refused.getMessage()))
                    .flatMap(String::lines)
                    .toList();
        }
    }

    private static String address(RealPostgres postgres, Role role) {
        var url = postgres.url(role);
        return url.jdbc().substring("jdbc:".length()) + "?user=" + url.user().orElse("");
    }

    private String contracts(long chainId, String multiSend) {
        return file(
                "contracts.json",
                "{\"chainId\": %d, \"multiSend\": \"%s\", \"operator\": \"%s\"}"
                        .formatted(chainId, multiSend, DevAccount.ALL.getFirst().address()));
    }

    private String file(String name, String text) {
        try {
            return Files.writeString(temp.resolve(name), text).toString();
        } catch (IOException fault) {
            throw new IllegalStateException(fault);
        }
    }
}
