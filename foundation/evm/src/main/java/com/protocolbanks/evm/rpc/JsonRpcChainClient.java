package com.protocolbanks.evm.rpc;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.abi.EventLog;
import com.protocolbanks.evm.rpc.JsonRpcEndpoint.Answer;
import com.protocolbanks.evm.rpc.JsonRpcEndpoint.Request;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The chain behind one JSON-RPC address. Safe for many threads. */
public final class JsonRpcChainClient implements ChainClient {
    private final JsonRpcEndpoint endpoint;
    private final URI address;

    /**
     * @param http shared, made by {@link #http}
     * @param timeout for one whole round trip
     */
    public JsonRpcChainClient(HttpClient http, URI address, Duration timeout) {
        this.endpoint = new JsonRpcEndpoint(http, address, timeout);
        this.address = address;
    }

    /** An HTTP/1.1 client that follows no redirect. */
    public static HttpClient http(Duration connectTimeout) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
    }

    @Override
    public ChainId chainId() {
        return new ChainId(ask("eth_chainId", none(), ChainJson::longNumber));
    }

    @Override
    public long blockNumber() {
        return ask("eth_blockNumber", none(), ChainJson::longNumber);
    }

    @Override
    public Optional<Block> block(long number) {
        ArrayNode parameters = none().add(ChainJson.hex(number)).add(false);
        return ask("eth_getBlockByNumber", parameters, ChainJson.optional(ChainJson::block));
    }

    @Override
    public Block latestBlock() {
        return ask("eth_getBlockByNumber", none().add("latest").add(false), ChainJson::block);
    }

    @Override
    public long nonce(Address account) {
        return ask("eth_getTransactionCount", none().add(account.lower()).add("latest"), ChainJson::longNumber);
    }

    @Override
    public BigInteger balance(Address account) {
        return ask("eth_getBalance", none().add(account.lower()).add("latest"), ChainJson::number);
    }

    @Override
    public byte[] code(Address account) {
        return ask("eth_getCode", none().add(account.lower()).add("latest"), ChainJson::bytes);
    }

    @Override
    public CallAnswer call(CallRequest request) {
        return called(endpoint.ask(written("eth_call", request)));
    }

    @Override
    public List<CallAnswer> calls(List<CallRequest> requests) {
        List<Request> written =
                requests.stream().map(request -> written("eth_call", request)).toList();
        return endpoint.askAll(written).stream().map(JsonRpcChainClient::called).toList();
    }

    @Override
    public GasAnswer estimateGas(CallRequest request) {
        return switch (endpoint.ask(written("eth_estimateGas", request))) {
            case Answer.Result(JsonNode value) -> {
                OptionalLong gas = ChainJson.ifNumber(value);
                yield gas.isPresent()
                        ? new GasAnswer.Estimated(gas.getAsLong())
                        : new GasAnswer.Unavailable("not a number: " + value);
            }
            case Answer.Failure failure ->
                ChainJson.revertData(failure)
                        .<GasAnswer>map(GasAnswer.Reverted::new)
                        .orElseGet(() -> new GasAnswer.Unavailable(failure.message()));
            case Answer.Silence(String reason) -> new GasAnswer.Unavailable(reason);
        };
    }

    @Override
    public BigInteger priorityFee() {
        return ask("eth_maxPriorityFeePerGas", none(), ChainJson::number);
    }

    @Override
    public SendAnswer send(byte[] rawTransaction) {
        return sendAll(List.of(rawTransaction)).getFirst();
    }

    @Override
    public List<SendAnswer> sendAll(List<byte[]> rawTransactions) {
        List<Request> requests = rawTransactions.stream()
                .map(raw -> new Request("eth_sendRawTransaction", none().add(Bytes.hex(raw))))
                .toList();
        List<SendAnswer> answers = new ArrayList<>(requests.size());
        for (Answer answer : endpoint.askAll(requests)) {
            answers.add(
                    switch (answer) {
                        case Answer.Result _ -> new SendAnswer.Taken();
                        case Answer.Failure failure -> new SendAnswer.Refused(failure.code(), failure.message());
                        case Answer.Silence(String reason) -> new SendAnswer.NoAnswer(reason);
                    });
        }
        return answers;
    }

    @Override
    public Optional<Receipt> receipt(Hash32 transactionHash) {
        return Optional.ofNullable(receipts(List.of(transactionHash)).get(transactionHash));
    }

    @Override
    public Map<Hash32, Receipt> receipts(Collection<Hash32> transactionHashes) {
        List<Request> requests = transactionHashes.stream()
                .map(hash -> new Request("eth_getTransactionReceipt", none().add(hash.hex())))
                .toList();
        Map<Hash32, Receipt> receipts = new HashMap<>();
        for (Answer answer : endpoint.askAll(requests)) {
            result(answer, "eth_getTransactionReceipt", ChainJson.optional(ChainJson::receipt))
                    .ifPresent(receipt -> receipts.put(receipt.transactionHash(), receipt));
        }
        receipts.keySet().retainAll(transactionHashes);
        return receipts;
    }

    @Override
    public boolean knowsTransaction(Hash32 transactionHash) {
        return ask("eth_getTransactionByHash", none().add(transactionHash.hex()), JsonNode::isObject);
    }

    @Override
    public List<EventLog> logs(LogFilter filter) {
        return ask("eth_getLogs", none().add(ChainJson.filter(filter)), ChainJson::logs);
    }

    @Override
    public String toString() {
        return address.getHost() + ":" + address.getPort();
    }

    private <T> T ask(String method, ArrayNode parameters, Function<JsonNode, T> reading) {
        return result(endpoint.ask(new Request(method, parameters)), method, reading);
    }

    private static <T> T result(Answer answer, String method, Function<JsonNode, T> reading) {
        return switch (answer) {
            case Answer.Result(JsonNode value) -> {
                try {
                    yield reading.apply(value);
                } catch (IllegalArgumentException | ArithmeticException e) {
                    throw new ChainUnavailable(method + " was answered in another form", e);
                }
            }
            case Answer.Failure failure ->
                throw new ChainUnavailable(method + ": " + failure.code() + " " + failure.message());
            case Answer.Silence(String reason) -> throw new ChainUnavailable(method + ": " + reason);
        };
    }

    private static CallAnswer called(Answer answer) {
        return switch (answer) {
            case Answer.Result(JsonNode value) -> {
                try {
                    yield new CallAnswer.Returned(ChainJson.bytes(value));
                } catch (IllegalArgumentException _) {
                    yield new CallAnswer.Unavailable("not bytes: " + value);
                }
            }
            case Answer.Failure failure ->
                ChainJson.revertData(failure)
                        .<CallAnswer>map(CallAnswer.Reverted::new)
                        .orElseGet(() -> new CallAnswer.Unavailable(failure.message()));
            case Answer.Silence(String reason) -> new CallAnswer.Unavailable(reason);
        };
    }

    private static Request written(String method, CallRequest request) {
        ArrayNode parameters = none();
        ObjectNode call = parameters.addObject();
        request.from().ifPresent(from -> call.put("from", from.lower()));
        call.put("to", request.to().lower());
        call.put("data", Bytes.hex(request.data()));
        parameters.add(
                request.block().isPresent() ? ChainJson.hex(request.block().getAsLong()) : "latest");
        return new Request(method, parameters);
    }

    private static ArrayNode none() {
        return JsonRpcEndpoint.parameters();
    }
}
