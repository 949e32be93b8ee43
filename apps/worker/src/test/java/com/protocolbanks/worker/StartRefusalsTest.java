package com.protocolbanks.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.FreePorts;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.Keystore;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that may be wrong at the start is told in one sentence that names what to correct. */
class StartRefusalsTest {
    private static final SigningKey OPERATOR =
            SigningKey.of(Hash32.of(DevAccount.ALL.getFirst().privateKey()));
    private static final String PASSWORD = "not-a-secret";

    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    @TempDir
    Path temp;

    private DatabaseUrl database;
    private URI rpc;
    private List<URI> readers = List.of();

    @BeforeEach
    void allIsWell() throws IOException {
        database = postgres.url(Role.WORKER);
        rpc = LocalChainFixture.url();
        Files.writeString(temp.resolve("password"), PASSWORD);
        keystore(OPERATOR);
        contracts(LocalChain.CHAIN_ID, LocalChainFixture.contracts().multiSend(), OPERATOR.address());
    }

    @Test
    void aWorkerStartsAndEndsWhenAllIsWell() {
        WorkerApp.start(config()).close();
    }

    @Test
    void anEndpointThatDoesNotAnswer() {
        rpc = URI.create("http://127.0.0.1:" + FreePorts.next());
        assertRefused("does not answer", "ZETACHAIN_RPC_URL");
    }

    @Test
    void anEndpointOfAnotherChain() throws IOException {
        contracts(7001, LocalChainFixture.contracts().multiSend(), OPERATOR.address());
        assertRefused("31337", "7001", "PB_CONTRACTS");
    }

    @Test
    void aReaderThatDoesNotAnswer() {
        readers = List.of(URI.create("http://127.0.0.1:" + FreePorts.next()));
        assertRefused("does not answer", "PB_RPC_READ_URLS");
    }

    @Test
    void anAddressWithoutTheContract() throws IOException {
        contracts(LocalChain.CHAIN_ID, Address.of("0x" + "1".repeat(40)), OPERATOR.address());
        assertRefused("no contract", "PB_CONTRACTS");
    }

    @Test
    void aContractsFileThatSaysNothing() throws IOException {
        Files.writeString(temp.resolve("contracts.json"), "{}");
        assertRefused("contracts.json", "multiSend");
    }

    @Test
    void anOperatorOfAnotherKey() throws IOException {
        keystore(SigningKey.of(Hash32.of(DevAccount.ALL.get(5).privateKey())));
        assertRefused("PB_KEYSTORE");
    }

    @Test
    void anOperatorWithoutGas() throws IOException {
        var poor = SigningKey.of(Hash32.of(BigInteger.valueOf(77)));
        keystore(poor);
        contracts(LocalChain.CHAIN_ID, LocalChainFixture.contracts().multiSend(), poor.address());
        assertRefused("gas", poor.address().toString());
    }

    @Test
    void aWrongPassword() throws IOException {
        Files.writeString(temp.resolve("password"), "wrong");
        assertRefused("password");
    }

    @Test
    void aRoleThatRowLevelSecurityDoesNotBind() {
        database = postgres.administratorUrl();
        assertRefused("row-level security", "pb_worker");
    }

    @Test
    void theRoleOfTheWeb() {
        database = postgres.url(Role.WEB);
        assertRefused("pb_web", "pb_worker");
    }

    @Test
    void aDatabaseThatDoesNotAnswer() {
        database = DatabaseUrl.of("postgresql://pb_worker:secret@127.0.0.1:" + FreePorts.next() + "/pb");
        assertRefused("does not answer", "DATABASE_URL");
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> WorkerApp.start(config()).close())
                .isInstanceOf(StartRefused.class)
                .satisfies(refused ->
                        assertThat(refused.getMessage()).contains(words).doesNotContain("\n", "secret", PASSWORD));
    }

    private WorkerConfig config() {
        return new WorkerConfig(
                new WorkerConfig.Stores(database, redis.url()),
                new WorkerConfig.Chain(rpc, readers, temp.resolve("contracts.json")),
                new WorkerConfig.Operator(temp.resolve("operator.json"), temp.resolve("password")));
    }

    private void keystore(SigningKey key) throws IOException {
        Files.deleteIfExists(temp.resolve("operator.json"));
        Keystore.create(temp.resolve("operator.json"), key, PASSWORD, new SecureRandom());
    }

    private void contracts(long chainId, Address multiSend, Address operator) throws IOException {
        Files.writeString(
                temp.resolve("contracts.json"),
                "{\"chainId\": %d, \"multiSend\": \"%s\", \"operator\": \"%s\"}"
                        .formatted(chainId, multiSend, operator));
    }
}
