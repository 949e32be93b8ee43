package com.protocolbanks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayEnvironmentTest {
    @TempDir
    Path folder;

    private Map<String, String> whole() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "").toString();
        var environment = new HashMap<>(Map.of(
                "REDIS_URL", "redis://localhost",
                "DATABASE_URL", "postgresql://pb_gateway@localhost/protocolbanks",
                "ZETACHAIN_RPC_URL", "http://localhost",
                "PB_RECEIVER", "0x00000000000000000000000000000000000000e1",
                "PB_GATEWAY_ID", "gateway-1",
                "PB_LOG_DIR", folder.toString(),
                "PB_PUBLIC_URL", "http://console.test"));
        for (var name : List.of(
                "PB_CONTRACTS",
                "PB_RECEIPT_KEY",
                "PB_RECEIPT_KEY_PASSWORD_FILE",
                "PB_SESSION_SECRET_FILE",
                "PB_UPSTREAMS")) {
            environment.put(name, file);
        }
        return environment;
    }

    @Test
    void withoutFilesOfTlsItIsPlainHttp() throws IOException {
        assertThat(GatewayEnvironment.read(whole()).serving().tls()).isEmpty();
    }

    @Test
    void oneFileOfTlsAloneIsRefused() throws IOException {
        var given = whole();
        given.put("PB_TLS_KEY", given.get("PB_CONTRACTS"));
        assertThatThrownBy(() -> GatewayEnvironment.read(given))
                .isInstanceOf(StartRefused.class)
                .hasMessage("PB_TLS_CERTIFICATE is not set.");

        given.put("PB_TLS_CERTIFICATE", folder.resolve("absent.pem").toString());
        assertThatThrownBy(() -> GatewayEnvironment.read(given))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("PB_TLS_CERTIFICATE names")
                .hasMessageEndingWith("which is not a file this process can read.");
    }
}
