package com.protocolbanks.evm.rpc;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.abi.EventLog;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The forms of Ethereum's JSON-RPC; a value of another form is an {@link IllegalArgumentException}. */
final class ChainJson {
    private static final JsonMapper JSON = JsonMapper.shared();
    /** The code geth and its kin give a revert. */
    private static final long REVERT_CODE = 3;

    private ChainJson() {}

    static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    static BigInteger number(JsonNode node) {
        String text = text(node);
        if (!text.matches("0x[0-9a-fA-F]{1,64}")) {
            throw new IllegalArgumentException("not a number: " + node);
        }
        return new BigInteger(text.substring(2), 16);
    }

    static long longNumber(JsonNode node) {
        return number(node).longValueExact();
    }

    static OptionalLong ifNumber(JsonNode node) {
        try {
            return OptionalLong.of(longNumber(node));
        } catch (IllegalArgumentException | ArithmeticException _) {
            return OptionalLong.empty();
        }
    }

    static byte[] bytes(JsonNode node) {
        return Bytes.parse(text(node));
    }

    static <T> Function<JsonNode, Optional<T>> optional(Function<JsonNode, T> reading) {
        return node -> node.isNull() ? Optional.empty() : Optional.of(reading.apply(node));
    }

    static Block block(JsonNode node) {
        return new Block(
                longNumber(node.path("number")),
                hash(node.path("hash")),
                hash(node.path("parentHash")),
                Instant.ofEpochSecond(longNumber(node.path("timestamp"))),
                longNumber(node.path("gasLimit")),
                node.has("baseFeePerGas") ? number(node.path("baseFeePerGas")) : BigInteger.ZERO);
    }

    static Receipt receipt(JsonNode node) {
        JsonNode created = node.path("contractAddress");
        return new Receipt(
                hash(node.path("transactionHash")),
                longNumber(node.path("blockNumber")),
                hash(node.path("blockHash")),
                longNumber(node.path("status")) == 1,
                longNumber(node.path("gasUsed")),
                number(node.path("effectiveGasPrice")),
                created.isString() ? Optional.of(address(created)) : Optional.empty(),
                logs(node.path("logs")));
    }

    static List<EventLog> logs(JsonNode array) {
        if (!array.isArray()) {
            throw new IllegalArgumentException("not a list of logs");
        }
        List<EventLog> logs = new ArrayList<>(array.size());
        for (JsonNode node : array) {
            List<Hash32> topics = new ArrayList<>(4);
            node.path("topics").forEach(topic -> topics.add(hash(topic)));
            EventLog.Position position = new EventLog.Position(
                    longNumber(node.path("blockNumber")),
                    hash(node.path("blockHash")),
                    hash(node.path("transactionHash")),
                    longNumber(node.path("logIndex")));
            logs.add(new EventLog(address(node.path("address")), topics, bytes(node.path("data")), position));
        }
        return logs;
    }

    static ObjectNode filter(LogFilter filter) {
        ObjectNode written = JSON.createObjectNode();
        written.put("fromBlock", hex(filter.fromBlock())).put("toBlock", hex(filter.toBlock()));
        if (!filter.addresses().isEmpty()) {
            ArrayNode addresses = written.putArray("address");
            filter.addresses().forEach(address -> addresses.add(address.lower()));
        }
        ArrayNode topics = written.putArray("topics");
        for (List<Hash32> choices : filter.topics()) {
            if (choices.isEmpty()) {
                topics.addNull();
            } else {
                ArrayNode oneOf = topics.addArray();
                choices.forEach(choice -> oneOf.add(choice.hex()));
            }
        }
        return written;
    }

    /** The revert data of an error; empty when the error is not a revert. Nodes put the data at various depths. */
    static Optional<byte[]> revertData(JsonRpcEndpoint.Answer.Failure failure) {
        JsonNode data = failure.data().isObject() ? failure.data().path("data") : failure.data();
        if (data.isString() && data.stringValue().startsWith("0x")) {
            try {
                return Optional.of(Bytes.parse(data.stringValue()));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }
        boolean reverted = failure.code() == REVERT_CODE
                || failure.message().toLowerCase(Locale.ROOT).contains("execution reverted");
        return reverted ? Optional.of(new byte[0]) : Optional.empty();
    }

    private static Hash32 hash(JsonNode node) {
        return Hash32.of(text(node));
    }

    private static Address address(JsonNode node) {
        return Address.of(text(node).toLowerCase(Locale.ROOT));
    }

    private static String text(JsonNode node) {
        if (!node.isString()) {
            throw new IllegalArgumentException("not a string: " + node.getNodeType());
        }
        return node.stringValue();
    }
}
