package com.protocolbanks.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerEnvironmentTest {
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path temp;

    @BeforeEach
    void complete() throws IOException {
        var file = Files.writeString(temp.resolve("file"), "x").toString();
        environment.put(
                "DATABASE_URL", "postgresql://pb_worker:secret@db.example:6432/pb?sslmode=require&pgbouncer=true");
        environment.put("REDIS_URL", "rediss://:secret@redis.example");
        environment.put("ZETACHAIN_RPC_URL", "https://rpc.example/v1/key");
        environment.put("PB_RPC_READ_URLS", "https://a.example, http://b.example");
        for (var name : new String[] {"PB_CONTRACTS", "PB_KEYSTORE", "PB_KEYSTORE_PASSWORD_FILE"}) {
            environment.put(name, file);
        }
    }

    @Test
    void aCompleteEnvironmentIsRead() {
        var config = WorkerEnvironment.read(environment);
        assertThat(config.stores().database().pooled()).isTrue();
        assertThat(config.stores().database().jdbc()).isEqualTo("jdbc:postgresql://db.example:6432/pb?sslmode=require");
        assertThat(config.chain().rpcUrl()).isEqualTo(URI.create("https://rpc.example/v1/key"));
        assertThat(config.chain().readUrls())
                .containsExactly(URI.create("https://a.example"), URI.create("http://b.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATABASE_URL",
                "REDIS_URL",
                "ZETACHAIN_RPC_URL",
                "PB_CONTRACTS",
                "PB_KEYSTORE",
                "PB_KEYSTORE_PASSWORD_FILE"
            })
    void whatIsMissingIsNamed(String name) {
        environment.remove(name);
        assertThatThrownBy(() -> WorkerEnvironment.read(environment))
                .isInstanceOf(StartRefused.class)
                .hasMessage(name + " is not set.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DATABASE_URL", "REDIS_URL", "ZETACHAIN_RPC_URL", "PB_RPC_READ_URLS", "PB_KEYSTORE"})
    void whatIsOfAnotherFormIsNamedWithoutItsSecret(String name) {
        environment.put(name, "ftp://user:secret@host/place with spaces");
        assertThatThrownBy(() -> WorkerEnvironment.read(environment))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith(name + " ");
        if (!name.equals("PB_KEYSTORE")) {
            assertThatThrownBy(() -> WorkerEnvironment.read(environment)).hasMessageNotContaining("secret");
        }
    }
}
