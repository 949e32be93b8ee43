package com.protocolbanks.embedded.upstream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * A provider on this machine that speaks OpenAI's, Anthropic's and MCP's dialects and any other HTTP. The same question has
 * the same answer; what it would bill is in {@link #invoice}, and at {@code GET /invoice}.
 */
public final class LocalUpstream implements AutoCloseable {
    static {
        // Without it every small event waits for the one before to be acknowledged.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final int BACKLOG = 4096;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<InvoiceLine> invoice = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    private LocalUpstream(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * Starts a provider on this machine.
     *
     * @param port 0 takes a free one
     */
    public static LocalUpstream start(int port) {
        return new LocalUpstream(port);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What it would bill, in the order in which the answers ended. */
    public List<InvoiceLine> invoice() {
        return List.copyOf(invoice);
    }

    /** The requests that reached it, those for the invoice left out. */
    public int requests() {
        return requests.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/invoice")) {
                new Reply(exchange, Manner.GOOD, closed)
                        .json(200, JsonMapper.shared().valueToTree(invoice()));
                return;
            }
            requests.incrementAndGet();
            var request = json(body);
            var manner = Manner.of(
                    request.path("model").asString(request.at("/params/name").asString(path)));
            switch (manner) {
                case FAILING -> fail(exchange, 500);
                case MOVED -> fail(exchange, 307);
                case STUCK -> closed.await();
                case GOOD, SLOW, CUT, HALTING, SILENT, GREEDY ->
                    answer(exchange, path, request, new Reply(exchange, manner, closed));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0
                    ? MissingNode.getInstance()
                    : JsonMapper.shared().readTree(body);
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    private void fail(HttpExchange exchange, int status) throws IOException {
        var json = JsonMapper.shared().createObjectNode();
        json.putObject("error").put("message", "it failed on purpose").put("type", "server_error");
        new Reply(exchange, Manner.GOOD, closed).json(status, json);
    }

    private void answer(HttpExchange exchange, String path, JsonNode request, Reply reply) throws IOException {
        switch (path) {
            case "/v1/chat/completions" -> new OpenAiDialect(reply, invoice::add).chat(request);
            case "/v1/responses" -> new OpenAiDialect(reply, invoice::add).response(request);
            case "/v1/embeddings" -> new OpenAiDialect(reply, invoice::add).embedding(request);
            case "/v1/messages" -> new AnthropicDialect(reply, invoice::add).message(request);
            case "/mcp" -> new McpDialect(exchange, reply, invoice::add).message(request);
            default -> {
                invoice.add(new InvoiceLine(path, "", 0, 0, 0, 0));
                if (path.startsWith(StreamedQuestion.WORDS)) {
                    words(reply);
                    return;
                }
                reply.json(
                        200,
                        JsonMapper.shared()
                                .createObjectNode()
                                .put("method", exchange.getRequestMethod())
                                .put("path", exchange.getRequestURI().toString()));
            }
        }
    }

    /** An answer in events, of a service that is nobody's dialect. */
    private static void words(Reply reply) throws IOException {
        var events = reply.events();
        for (String word : List.of("salt", "river", "ledger", "amber", "north")) {
            events.send("", word);
        }
    }

    @Override
    public synchronized void close() {
        if (closed.getCount() == 0) {
            return;
        }
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
