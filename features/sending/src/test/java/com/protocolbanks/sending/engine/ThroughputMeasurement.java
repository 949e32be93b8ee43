package com.protocolbanks.sending.engine;

import static org.assertj.core.api.Assertions.fail;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalContracts;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.contracts.ChunkPayment;
import com.protocolbanks.evm.contracts.MultiSendCalls;
import com.protocolbanks.evm.contracts.PayMode;
import com.protocolbanks.evm.contracts.SignedBatch;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.evm.signature.SafeMessage;
import com.protocolbanks.evm.transaction.OperatorSigner;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.chain.JsonRpc;
import com.protocolbanks.sending.ChainEndpoints;
import com.protocolbanks.sending.SendOutcome;
import com.protocolbanks.sending.SendRequest;
import com.protocolbanks.sending.SendingPorts;
import com.protocolbanks.sending.SendingSettings;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.sending.SubjectState;
import com.protocolbanks.sending.dialect.CosmosEvm;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many payments a minute go through sending, and what they cost this process; not part of the suite:
 * {@code mvn -pl features/sending -am test -Dtest=ThroughputMeasurement}.
 *
 * <p>Real Postgres, a real chain with a block every second and 120 million gas (17 chunks of 200 new recipients), and
 * the real MultiSend.
 */
class ThroughputMeasurement {
    private static final int OPERATORS = 3;
    private static final int CHUNKS = Integer.getInteger("pb.chunks", 150);
    private static final int ITEMS = 200;
    private static final ChainId CHAIN = new ChainId(LocalChain.CHAIN_ID);
    private static final SigningKey OWNER =
            SigningKey.of(Hash32.of(DevAccount.ALL.getFirst().privateKey()));

    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @TempDir
    Path folder;

    private final Semaphore rung = new Semaphore(0);

    @Test
    void chunksASecond() throws Exception {
        try (LocalChain local = LocalChain.forgetting(folder, new LocalChain.Mining.EachTransaction());
                HttpClient http = JsonRpcChainClient.http(Duration.ofSeconds(2))) {
            LocalContracts contracts = LocalContracts.deploy(local.url());
            Deque<SendRequest> waiting = prepared(contracts);
            ChainClient client = new JsonRpcChainClient(http, local.url(), Duration.ofSeconds(30));
            SendingPorts ports = new SendingPorts(
                    CHAIN,
                    new ChainEndpoints(client, List.of()),
                    new CosmosEvm(),
                    postgres.worker(),
                    Clock.systemUTC());
            List<OperatorSigner> signers = new ArrayList<>();
            for (int i = 1; i <= OPERATORS; i++) {
                signers.add(new OperatorSigner(operator(i), CHAIN, Set.of(contracts.multiSend())));
            }
            JsonRpc node = new JsonRpc(local.url());
            node.ask("evm_setBlockGasLimit", "0x7270e00");
            node.ask("evm_setAutomine", false);
            node.ask("evm_setIntervalMining", 1);
            try (SendingEngine engine = new SendingEngine(ports, SendingSettings.forCosmosEvm(), signers)) {
                engine.start();
                measure(engine, waiting);
            }
        }
    }

    private void measure(SendingEngine engine, Deque<SendRequest> waiting) throws Exception {
        List<Subject> subjects = waiting.stream().map(SendRequest::subject).toList();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (AutoCloseable _ = engine.listen(_ -> rung.release())) {
            long cpu = system.getProcessCpuTime();
            long begin = System.nanoTime();
            while (!waiting.isEmpty()) {
                List<SendRequest> next = List.copyOf(waiting).subList(0, Math.min(60, waiting.size()));
                List<SendOutcome> outcomes = engine.sendAll(next);
                for (int i = 0; i < next.size(); i++) {
                    if (outcomes.get(i) instanceof SendOutcome.Committed) {
                        waiting.remove(next.get(i));
                    }
                }
                awaitRing(engine, subjects);
            }
            while (!engine.states(subjects).values().stream().allMatch(SubjectState.Succeeded.class::isInstance)) {
                awaitRing(engine, subjects);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            double cores = (system.getProcessCpuTime() - cpu) / 1e9 / seconds;
            System.out.printf(
                    Locale.ROOT,
                    "%d chunks of %d in %.1f s: %.1f chunks/s, %.0f payments/min, %.2f cores, heap %d MB%n",
                    subjects.size(),
                    ITEMS,
                    seconds,
                    subjects.size() / seconds,
                    subjects.size() * ITEMS * 60 / seconds,
                    cores,
                    (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
        }
    }

    private void awaitRing(SendingEngine engine, List<Subject> subjects) throws InterruptedException {
        if (!rung.tryAcquire(60, TimeUnit.SECONDS)) {
            fail(
                    "nothing happens any more: %s",
                    Set.copyOf(engine.states(subjects).values()));
        }
        rung.drainPermits();
    }

    /** A batch of one chunk each, so that no tree is needed; the first call of each opens it. */
    private static Deque<SendRequest> prepared(LocalContracts contracts) {
        Address safe = contracts.wallet(List.of(OWNER.address()), 1, 1);
        contracts.mint(DevelopmentToken.USDC, safe, BigInteger.TEN.pow(15));
        Deque<SendRequest> requests = new ArrayDeque<>();
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            SigningKey operator = operator(1 + chunk % OPERATORS);
            List<Hash32> items = items(chunk);
            Hash32 leaf = Keccak.hash(Keccak.hash(
                            Hash32.ZERO.bytes(),
                            Bytes.concat(items.stream().map(Hash32::bytes).toArray(byte[][]::new)))
                    .bytes());
            SignedBatch batch = new SignedBatch(
                    safe,
                    contracts.token(DevelopmentToken.USDC),
                    operator.address(),
                    Hash32.of(BigInteger.valueOf(chunk + 1)),
                    leaf,
                    BigInteger.valueOf(1_000L * ITEMS),
                    1,
                    0,
                    4_000_000_000L);
            Hash32 message = SafeMessage.digest(
                    CHAIN, safe, batch.typedData(CHAIN, contracts.multiSend()).digest());
            byte[] signature = SafeMessage.joined(Map.of(OWNER.address(), OWNER.sign(message)));
            ChunkPayment payment = new ChunkPayment(
                    0, PayMode.MODULE, ChunkPayment.maskOfFirst(ITEMS), BigInteger.ZERO, items, List.of());
            Subject subject = new Subject(new UUID(0, 1), "measurement", new UUID(1, chunk), "0");
            requests.add(SendRequest.of(
                    subject,
                    operator.address(),
                    contracts.multiSend(),
                    MultiSendCalls.payChunk(batch, signature, payment),
                    6_700_000));
        }
        return requests;
    }

    private static List<Hash32> items(int chunk) {
        List<Hash32> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            BigInteger to = BigInteger.valueOf(0x1000_0000L + chunk * 1_000L + i);
            items.add(Hash32.of(to.shiftLeft(96).or(BigInteger.valueOf(1_000))));
        }
        return items;
    }

    private static SigningKey operator(int number) {
        return SigningKey.of(Hash32.of(DevAccount.ALL.get(number).privateKey()));
    }
}
