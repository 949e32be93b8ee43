package com.protocolbanks.gateway;

import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.embedded.Cable;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.embedded.upstream.LocalUpstream;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.Keystore;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.x402.SettlementDomain;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What a whole gateway stands on: a real Postgres behind a cable that can be cut, Redis, a chain, and all it is told. */
abstract class GatewayGround {
    static final String PASSWORD = "not-a-secret";
    static final Address RECEIVER = Address.of("0x00000000000000000000000000000000000000e1");
    static final Address OPERATOR = Address.of("0x00000000000000000000000000000000000000e2");
    static final SigningKey AGENT = SigningKey.of(Hash32.of(BigInteger.valueOf(4711)));

    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    @TempDir
    Path temp;

    LocalUpstream upstream;
    Cable cable;
    DatabaseUrl database;
    URI rpc;

    @BeforeEach
    void allIsWell() throws IOException {
        postgres.administrator().acrossOrganizations(dsl -> dsl.execute("truncate gateways, metering_epochs cascade"));
        upstream = LocalUpstream.start(0);
        cable = Cable.to(
                URI.create(postgres.url(Role.GATEWAY).jdbc().substring(5)).getPort());
        database = DatabaseUrl.of("postgresql://pb_gateway@127.0.0.1:" + cable.port()
                + URI.create(postgres.url(Role.GATEWAY).jdbc().substring(5)).getPath());
        rpc = LocalChainFixture.url();
        contracts(31337, SettlementDomain.CANONICAL);
        Files.writeString(temp.resolve("session.secret"), "5a".repeat(32));
        Files.writeString(temp.resolve("password"), PASSWORD);
        Keystore.create(temp.resolve("receipts.json"), AGENT, PASSWORD, new SecureRandom());
        Files.writeString(
                temp.resolve("upstreams.json"),
                "{\"search\": {\"url\": \"%s\", \"private\": true}}".formatted(upstream.url()));
    }

    @AfterEach
    void end() throws IOException {
        cable.close();
        upstream.close();
    }

    static Address token() {
        return LocalChainFixture.contracts().token(DevelopmentToken.USDC);
    }

    final GatewayConfig config() {
        return new GatewayConfig(
                new GatewayConfig.Stores(database, redis.url()),
                new GatewayConfig.Chain(rpc, temp.resolve("contracts.json"), RECEIVER),
                new GatewayConfig.Self(
                        "gateway-1",
                        temp.resolve("log"),
                        false,
                        temp.resolve("receipts.json"),
                        temp.resolve("password"),
                        temp.resolve("session.secret")),
                new GatewayConfig.Serving(
                        0,
                        URI.create("http://gateway.test/"),
                        URI.create("http://console.test"),
                        temp.resolve("upstreams.json"),
                        Optional.empty()));
    }

    final void contracts(long chainId, Address settlement) throws IOException {
        var json = JsonMapper.shared()
                .createObjectNode()
                .put("chainId", chainId)
                .put("operator", OPERATOR.toString())
                .put(
                        "batchSettlement",
                        settlement.equals(SettlementDomain.CANONICAL)
                                ? LocalChainFixture.contracts()
                                        .billing()
                                        .settlement()
                                        .toString()
                                : settlement.toString());
        json.putArray("billingTokens")
                .addObject()
                .put("symbol", "USDC")
                .put("address", token().toString())
                .put("decimals", 6)
                .put("name", "USDC")
                .put("version", "2");
        Files.writeString(temp.resolve("contracts.json"), json.toString());
    }
}
