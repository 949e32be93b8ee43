package com.protocolbanks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.billing.gateways.Gateways;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.FreePorts;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.x402.SettlementDomain;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stops a gateway from starting is said in one sentence. */
class StartRefusalsTest extends GatewayGround {
    @Test
    void anEndpointThatDoesNotAnswer() {
        rpc = URI.create("http://127.0.0.1:" + FreePorts.next());
        assertRefused("does not answer", "ZETACHAIN_RPC_URL");
    }

    @Test
    void anEndpointOfAnotherChain() throws IOException {
        contracts(7001, SettlementDomain.CANONICAL);
        assertRefused("31337", "7001", "PB_CONTRACTS");
    }

    @Test
    void anAddressWithoutTheContract() throws IOException {
        contracts(31337, RECEIVER);
        assertRefused("no contract", "PB_CONTRACTS");
    }

    @Test
    void aRoleThatIsNotTheGateways() {
        database = postgres.url(Role.WEB);
        assertRefused("pb_web", "pb_gateway");
    }

    @Test
    void upstreamsThatCrossAPublicNetworkUnencrypted() throws IOException {
        Files.writeString(temp.resolve("upstreams.json"), "{\"search\": {\"url\": \"http://example.com\"}}");
        assertRefused("PB_UPSTREAMS", "https");
    }

    @Test
    void aLogThatIsNotTheOneItHasWritten() {
        try (var gateways = Database.open(postgres.url(Role.GATEWAY), 1)) {
            new Gateways(gateways, Clock.systemUTC()).register("gateway-1", "the lost log", OPERATOR);
        }
        assertRefused("PB_LOG_DIR", "pb gateway accept gateway-1");
    }

    @Test
    void aSecretThatIsNone() throws IOException {
        Files.writeString(temp.resolve("session.secret"), "short");
        assertRefused("PB_SESSION_SECRET_FILE");
    }

    @Test
    void anEnvironmentThatLacksSomething() {
        assertThatThrownBy(() -> GatewayEnvironment.read(Map.of()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("is not set");
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> GatewayApp.start(config()).close())
                .isInstanceOf(StartRefused.class)
                .satisfies(refused ->
                        assertThat(refused.getMessage()).contains(words).doesNotContain("\n", PASSWORD));
    }
}
