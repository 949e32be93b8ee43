package com.protocolbanks.sdk;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.receipts.HeadDomain;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.Usage;
import com.protocolbanks.x402.receipts.UsageReceipt;
import com.protocolbanks.x402.wire.ChannelSnapshot;
import com.protocolbanks.x402.wire.ChannelTerms;
import com.protocolbanks.x402.wire.Payment;
import com.protocolbanks.x402.wire.PaymentErrors;
import com.protocolbanks.x402.wire.PaymentHeaders;
import com.protocolbanks.x402.wire.PaymentJson;
import com.protocolbanks.x402.wire.PaymentRequired;
import com.protocolbanks.x402.wire.PaymentRequirements;
import com.protocolbanks.x402.wire.PaymentResponse;
import com.protocolbanks.x402.wire.SignedCeiling;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A gateway as the protocol has it, in one process and on no chain: what an agent does with right and wrong answers. */
final class ScriptedGateway implements AutoCloseable {
    static final BigInteger PRICE = BigInteger.TEN;
    static final ChainId CHAIN = new ChainId(7001);

    private static final byte[] SECRET = "a session's secret".getBytes(StandardCharsets.UTF_8);
    private static final SigningKey SIGNER = SigningKey.of(Hash32.of(BigInteger.valueOf(77)));

    final List<BigInteger> vouchers = new ArrayList<>();
    final Set<String> lose = new HashSet<>();
    final AtomicInteger mostInFlight = new AtomicInteger();
    BigInteger balance = BigInteger.ZERO;
    CountDownLatch gather = new CountDownLatch(1);
    UnaryOperator<ObjectNode> shown = receipt -> receipt;

    private final HttpServer server;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final List<ObjectNode> receipts = new ArrayList<>();
    private final Map<String, ObjectNode> outcomes = new HashMap<>();
    private final HeadDomain heads = new HeadDomain(CHAIN, SettlementDomain.CANONICAL);
    private @Nullable ReceiptChain chain;
    private BigInteger accepted = BigInteger.ZERO;
    private byte[] signature = new byte[0];
    private BigInteger held = BigInteger.ZERO;

    ScriptedGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized BigInteger spent() {
        return chain == null ? BigInteger.ZERO : chain.spent();
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        boolean paying = exchange.getRequestHeaders().containsKey("Authorization");
        try (exchange) {
            if (path.equals("/v1/session") && exchange.getRequestMethod().equals("POST")) {
                open(
                        exchange,
                        PaymentJson.read(JsonMapper.shared().readTree(body).path("payload")));
            } else if (path.equals("/v1/session") && !paying) {
                unpaid(exchange, "payment_required");
            } else if (path.equals("/v1/receipts")) {
                list(exchange);
            } else if (path.startsWith("/v1/heads/")) {
                answer(exchange, 200, head());
            } else {
                paid(exchange, body);
            }
        }
    }

    private void open(HttpExchange exchange, Payment payment) throws IOException {
        String refused = "";
        synchronized (this) {
            BigInteger ceiling = payment.voucher().maxClaimable();
            if (chain == null) {
                chain = ReceiptChain.beginning(payment.voucher().channelId());
            }
            if (payment instanceof Payment.Deposit deposit) {
                balance = balance.add(deposit.amount());
            }
            if (ceiling.compareTo(balance) > 0) {
                refused = PaymentErrors.EXCEEDS_BALANCE;
            } else if (ceiling.compareTo(accepted) < 0) {
                refused = PaymentErrors.CUMULATIVE_MISMATCH;
            } else {
                vouchers.add(ceiling);
                accepted = ceiling;
                signature = payment.signature();
            }
        }
        if (!refused.isEmpty()) {
            unpaid(exchange, refused);
            return;
        }
        answer(
                exchange,
                200,
                JsonMapper.shared()
                        .createObjectNode()
                        .put("sessionToken", "pbs_test")
                        .put(
                                "hmacSecret",
                                Base64.getUrlEncoder().withoutPadding().encodeToString(SECRET))
                        .put("expiresAt", 4_102_444_800L));
    }

    private void paid(HttpExchange exchange, byte[] body) throws IOException {
        var headers = exchange.getRequestHeaders();
        String id = headers.getFirst("PB-Request-Id");
        var request = new AgentRequest(
                id, exchange.getRequestMethod(), exchange.getRequestURI().toString(), Map.of(), body);
        String code = WindowSignature.code(SECRET, request, Long.parseLong(headers.getFirst("PB-Timestamp")));
        if (!code.equals(headers.getFirst("PB-Signature"))) {
            answer(exchange, 401, JsonMapper.shared().createObjectNode());
            return;
        }
        if (!hold(id)) {
            unpaid(exchange, "out_of_money");
            return;
        }
        ObjectNode receipt = charge(id, body);
        if (lose.remove(id)) {
            return;
        }
        var settled = new PaymentResponse(true, "", "", CHAIN, null, null, PRICE, null, receipt, head());
        exchange.getResponseHeaders().set(PaymentHeaders.RESPONSE, settled.toHeader());
        byte[] said = ("answer to " + id).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, said.length);
        exchange.getResponseBody().write(said);
    }

    private boolean hold(String id) {
        synchronized (this) {
            if (outcomes.containsKey(id)) {
                return true;
            }
            if (spent().add(held).add(PRICE).compareTo(accepted) > 0) {
                return false;
            }
            held = held.add(PRICE);
        }
        int now = inFlight.incrementAndGet();
        mostInFlight.accumulateAndGet(now, Math::max);
        gather.countDown();
        try {
            gather.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        inFlight.decrementAndGet();
        return true;
    }

    private synchronized ObjectNode charge(String id, byte[] body) {
        return outcomes.computeIfAbsent(id, _ -> {
            ReceiptChain before = Objects.requireNonNull(chain);
            var what = new ReceiptBody(
                    before.channelId(),
                    id,
                    Instant.ofEpochMilli(1_800_000_000_000L),
                    "plain",
                    "",
                    WindowSignature.sha256(body),
                    WindowSignature.sha256(("answer to " + id).getBytes(StandardCharsets.UTF_8)),
                    Usage.NONE,
                    1,
                    PRICE,
                    PRICE,
                    BigInteger.ZERO,
                    Outcome.DELIVERED);
            var receipt = new UsageReceipt(before.seq() + 1, before.spent().add(PRICE), what);
            held = held.subtract(PRICE);
            chain = before.then(receipt);
            ObjectNode written = shown.apply(ReceiptJson.write(receipt));
            receipts.add(written);
            return written;
        });
    }

    private synchronized void list(HttpExchange exchange) throws IOException {
        long after = Long.parseLong(exchange.getRequestURI().getQuery().replaceAll(".*after=", ""));
        var page = JsonMapper.shared().createObjectNode();
        var all = page.putArray("receipts");
        receipts.stream()
                .filter(one -> one.path("seq").asLong() > after)
                .limit(5)
                .forEach(all::add);
        answer(exchange, 200, page);
    }

    private synchronized ObjectNode head() {
        ReceiptChain end = Objects.requireNonNull(chain);
        return JsonMapper.shared()
                .createObjectNode()
                .put("channelId", end.channelId().hex())
                .put("seq", end.seq())
                .put("spent", end.spent().toString())
                .put("value", end.value().hex())
                .put("signature", Bytes.hex(SIGNER.sign(heads.digest(end)).bytes()))
                .put("signer", SIGNER.address().toString());
    }

    private void unpaid(HttpExchange exchange, String error) throws IOException {
        PaymentRequired required;
        synchronized (this) {
            ChannelSnapshot state = chain == null
                    ? null
                    : new ChannelSnapshot(
                            chain.channelId(), balance, BigInteger.ZERO, 0, BigInteger.ZERO, chain.spent(), held);
            SignedCeiling proof = accepted.signum() == 0 ? null : new SignedCeiling(accepted, signature);
            var one = Address.of("0x" + "bb".repeat(20));
            var terms = new ChannelTerms(one, 900, "USD Coin", "2", ChannelTerms.EIP_3009, state, proof);
            required = new PaymentRequired(
                    error,
                    new PaymentRequired.Resource("http://localhost", "", ""),
                    List.of(new PaymentRequirements(CHAIN, PRICE, one, one, 3600, terms)));
        }
        exchange.getResponseHeaders().set(PaymentHeaders.REQUIRED, required.toHeader());
        answer(exchange, 402, JsonMapper.shared().createObjectNode().put("code", error));
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] text = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, text.length);
        exchange.getResponseBody().write(text);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
