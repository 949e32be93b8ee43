package com.protocolbanks.sending.engine;

import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.evm.transaction.OpenSigner;
import com.protocolbanks.evm.transaction.OperatorSigner;
import com.protocolbanks.evm.transaction.TransactionSigner;
import com.protocolbanks.fixtures.SettableClock;
import com.protocolbanks.fixtures.chain.DialectProxy;
import com.protocolbanks.fixtures.chain.JsonRpc;
import com.protocolbanks.fixtures.chain.NodeRules;
import com.protocolbanks.sending.ChainEndpoints;
import com.protocolbanks.sending.SendRequest;
import com.protocolbanks.sending.SendingPorts;
import com.protocolbanks.sending.SendingSettings;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.sending.dialect.ChainDialect;
import com.protocolbanks.sending.dialect.CosmosEvm;
import com.protocolbanks.sending.dialect.Geth;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * One engine over a real chain of its own that mines when told to, behind a proxy with the dialect's manners.
 *
 * <p>The contract counts how often each subject's call was executed, so that "exactly once" is read from the chain.
 */
final class Bench implements AutoCloseable {
    static final ChainId CHAIN = new ChainId(LocalChain.CHAIN_ID);
    static final Address COUNTER = Address.of("0x00000000000000000000000000000000c0ffee00");
    /**
     * 33 bytes of call data: returns the slot they begin with. Otherwise the first word's slot grows by one, unless the
     * word begins with 0xff, which reverts.
     */
    private static final String CODE =
            "0x366021146022576000358060f81c60ff14601c5780546001019055005b60006000fd5b6000355460005260206000f3";

    /** The same, but a word whose slot is not zero reverts too, as a chunk that has run. */
    private static final String CODE_ONCE =
            "0x366021146024576000358060f81c60ff14601e578054601e576001905500" + "5b60006000fd5b6000355460005260206000f3";

    final LocalChain chain;
    final JsonRpc node;
    final DialectProxy proxy;
    final ChainClient direct;
    final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:00:00Z"));
    final Address operator;

    private final HttpClient http = JsonRpcChainClient.http(Duration.ofSeconds(30));
    private final SigningKey key;
    private final Database database;
    private final NodeRules rules;

    Bench(Database database, NodeRules rules, Path folder, int account) {
        this.database = database;
        this.rules = rules;
        this.chain = LocalChain.forgetting(folder, new LocalChain.Mining.WhenTold());
        this.node = new JsonRpc(chain.url());
        this.proxy = DialectProxy.before(chain.url(), rules);
        this.direct = new JsonRpcChainClient(http, chain.url(), Duration.ofSeconds(60));
        this.key = SigningKey.of(Hash32.of(DevAccount.ALL.get(account).privateKey()));
        this.operator = key.address();
        node.ask("anvil_setCode", COUNTER.lower(), CODE);
        node.mine(1);
    }

    /** From now on the contract itself refuses to do a subject's work twice. */
    void refuseSecondExecution() {
        node.ask("anvil_setCode", COUNTER.lower(), CODE_ONCE);
    }

    SendingEngine engine() {
        return engine(settings(), List.of(direct));
    }

    SendingEngine engine(SendingSettings settings, List<ChainClient> readers) {
        ChainClient broadcast = new JsonRpcChainClient(http, proxy.url(), Duration.ofSeconds(60));
        ChainDialect dialect = switch (rules) {
            case COSMOS_EVM -> new CosmosEvm();
            case GETH -> new Geth();
        };
        TransactionSigner signer = new OperatorSigner(key, CHAIN, Set.of(COUNTER));
        SendingPorts ports = new SendingPorts(CHAIN, new ChainEndpoints(broadcast, readers), dialect, database, clock);
        return new SendingEngine(ports, settings, List.of(signer));
    }

    /** Reads through the proxy, so with its faults. */
    ChainClient throughProxy() {
        return new JsonRpcChainClient(http, proxy.url(), Duration.ofSeconds(60));
    }

    static SendingSettings settings() {
        return SendingSettings.forCosmosEvm();
    }

    /** A key of the operator's that knows no rule: the thief's. */
    TransactionSigner thief() {
        return new OpenSigner(key);
    }

    static Subject subject() {
        return new Subject(UUID.randomUUID(), "test", UUID.randomUUID(), "0");
    }

    /** A call that counts under its own word. */
    SendRequest request(Subject subject) {
        return SendRequest.of(subject, operator, COUNTER, word(subject), 200_000);
    }

    /** A call the contract refuses. */
    SendRequest refused(Subject subject) {
        byte[] data = word(subject);
        data[0] = (byte) 0xff;
        return SendRequest.of(subject, operator, COUNTER, data, 200_000);
    }

    /** How often the subject's call was executed. */
    long executed(Subject subject) {
        byte[] asked = Bytes.concat(word(subject), new byte[] {0});
        return Hash32.of(Bytes.hex(direct.call(CallRequest.of(COUNTER, asked)).orThrow()))
                .number()
                .longValueExact();
    }

    private static byte[] word(Subject subject) {
        byte[] word = new byte[32];
        ByteBuffer.wrap(word, 16, 16)
                .putLong(subject.id().getMostSignificantBits())
                .putLong(subject.id().getLeastSignificantBits());
        return word;
    }

    @Override
    public void close() {
        proxy.close();
        chain.close();
        http.close();
    }
}
