package com.protocolbanks.evm.typeddata;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A signable structure of EIP-712, in the form {@code eth_signTypedData_v4} takes.
 *
 * @param domain whose structure this is
 * @param types the fields of every struct but {@code EIP712Domain}, in signing order
 * @param primaryType the struct that is signed
 * @param message its values
 */
public record TypedData(
        Domain domain, Map<String, List<Field>> types, String primaryType, Map<String, JsonNode> message) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** The four fields of a domain this product uses; a wallet shows them. */
    public record Domain(String name, String version, ChainId chainId, Address verifyingContract) {
        static final List<Field> FIELDS = List.of(
                new Field("name", "string"),
                new Field("version", "string"),
                new Field("chainId", "uint256"),
                new Field("verifyingContract", "address"));
    }

    /** One field of a struct, by its Solidity type. */
    public record Field(String name, String type) {}

    public TypedData {
        types = Map.copyOf(types);
        message = Map.copyOf(message);
        if (!types.containsKey(primaryType)) {
            throw new IllegalArgumentException("no such type: " + primaryType);
        }
    }

    /** A single struct, field by field. */
    public static Builder struct(String type, Domain domain) {
        return new Builder(type, domain);
    }

    /**
     * Reads what a wallet would be given; the domain must have exactly our four fields.
     *
     * @throws IllegalArgumentException for other JSON
     */
    public static TypedData parse(String json) {
        try {
            JsonNode root = JSON.readTree(json);
            JsonNode domain = root.path("domain");
            Map<String, List<Field>> types = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> type : root.path("types").properties()) {
                types.put(type.getKey(), fields(type.getValue()));
            }
            if (!Domain.FIELDS.equals(types.remove("EIP712Domain"))) {
                throw new IllegalArgumentException("a domain of other fields");
            }
            Map<String, JsonNode> message = new LinkedHashMap<>();
            root.path("message").properties().forEach(field -> message.put(field.getKey(), field.getValue()));
            Domain read = new Domain(
                    domain.path("name").asString(),
                    domain.path("version").asString(),
                    new ChainId(StructHash.number(domain.path("chainId")).longValueExact()),
                    Address.of(domain.path("verifyingContract").asString()));
            return new TypedData(read, types, root.path("primaryType").asString(), message);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not typed data", e);
        }
    }

    /** What is signed: keccak256(0x1901 ++ domain separator ++ hashStruct(message)). */
    public Hash32 digest() {
        return Keccak.hash(
                new byte[] {0x19, 0x01}, domainSeparator().bytes(), structHash().bytes());
    }

    public Hash32 structHash() {
        return new StructHash(types).of(primaryType, object(message));
    }

    public Hash32 domainSeparator() {
        return new StructHash(Map.of("EIP712Domain", Domain.FIELDS)).of("EIP712Domain", domainJson());
    }

    /** The JSON text for a wallet; numbers above 2^53 stand as decimal strings. */
    public String json() {
        return tree().toString();
    }

    /** The JSON for a wallet. */
    public ObjectNode tree() {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode shown = root.putObject("types");
        write(shown.putArray("EIP712Domain"), Domain.FIELDS);
        types.keySet().stream()
                .sorted()
                .forEach(name -> write(shown.putArray(name), types.getOrDefault(name, List.of())));
        root.put("primaryType", primaryType);
        root.set("domain", domainJson());
        ObjectNode values = root.putObject("message");
        for (Field field : types.getOrDefault(primaryType, List.of())) {
            JsonNode value = message.get(field.name);
            if (value != null) {
                values.set(field.name, value);
            }
        }
        return root;
    }

    private ObjectNode domainJson() {
        return JSON.createObjectNode()
                .put("name", domain.name)
                .put("version", domain.version)
                .put("chainId", domain.chainId.value())
                .put("verifyingContract", domain.verifyingContract.toString());
    }

    private static ObjectNode object(Map<String, JsonNode> values) {
        ObjectNode object = JSON.createObjectNode();
        values.forEach(object::set);
        return object;
    }

    private static List<Field> fields(JsonNode array) {
        List<Field> fields = new ArrayList<>();
        for (JsonNode field : array) {
            fields.add(
                    new Field(field.path("name").asString(), field.path("type").asString()));
        }
        return fields;
    }

    private static void write(ArrayNode array, List<Field> fields) {
        for (Field field : fields) {
            array.addObject().put("name", field.name).put("type", field.type);
        }
    }

    /** Collects the fields of one struct in signing order. */
    public static final class Builder {
        private final String type;
        private final Domain domain;
        private final List<Field> fields = new ArrayList<>();
        private final Map<String, JsonNode> values = new LinkedHashMap<>();

        private Builder(String type, Domain domain) {
            this.type = type;
            this.domain = domain;
        }

        public Builder address(String name, Address value) {
            return field(name, "address", value.toString());
        }

        /** A {@code bytes32} field. */
        public Builder word(String name, Hash32 value) {
            return field(name, "bytes32", value.hex());
        }

        /** A {@code bytesN} field, N being the value's length. */
        public Builder fixedBytes(String name, byte[] value) {
            return field(name, "bytes" + value.length, Bytes.hex(value));
        }

        public Builder uint(String name, int bits, BigInteger value) {
            return field(name, "uint" + bits, value.toString());
        }

        public Builder uint(String name, int bits, long value) {
            return uint(name, bits, BigInteger.valueOf(value));
        }

        public Builder string(String name, String value) {
            return field(name, "string", value);
        }

        public TypedData build() {
            return new TypedData(domain, Map.of(type, List.copyOf(fields)), type, values);
        }

        private Builder field(String name, String solidityType, String value) {
            fields.add(new Field(name, solidityType));
            values.put(name, JSON.getNodeFactory().stringNode(value));
            return this;
        }
    }
}
