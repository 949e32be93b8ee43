package com.protocolbanks.evm.typeddata;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.abi.AbiWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** {@code hashStruct} of EIP-712 over values as JSON writes them. */
final class StructHash {
    private static final Pattern ARRAY = Pattern.compile("(.+)\\[(\\d*)]");
    private static final Pattern NUMBER = Pattern.compile("(u?int)(\\d{1,3})");
    private static final Pattern FIXED_BYTES = Pattern.compile("bytes(\\d{1,2})");

    private final Map<String, List<TypedData.Field>> types;

    StructHash(Map<String, List<TypedData.Field>> types) {
        this.types = types;
    }

    Hash32 of(String type, JsonNode value) {
        AbiWriter words = new AbiWriter().word(ascii(encodedType(type)));
        for (TypedData.Field field : fields(type)) {
            JsonNode member = value.get(field.name());
            if (member == null || member.isNull()) {
                throw new IllegalArgumentException("no value for " + type + "." + field.name());
            }
            words.word(encoded(field.type(), member));
        }
        return Keccak.hash(words.toBytes());
    }

    static BigInteger number(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.bigIntegerValue();
        }
        String text = value.asString("");
        return text.startsWith("0x") ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
    }

    private Hash32 encoded(String type, JsonNode value) {
        Matcher array = ARRAY.matcher(type);
        if (array.matches()) {
            return elements(array.group(1), array.group(2), value);
        }
        if (types.containsKey(type)) {
            return of(type, value);
        }
        return switch (type) {
            case "string" -> Keccak.hash(text(value).getBytes(StandardCharsets.UTF_8));
            case "bytes" -> Keccak.hash(Bytes.parse(text(value)));
            case "bool" -> Hash32.of(value.booleanValue() ? BigInteger.ONE : BigInteger.ZERO);
            case "address" ->
                new Hash32(Bytes.concat(new byte[12], Address.of(text(value)).bytes()));
            default -> sized(type, value);
        };
    }

    private Hash32 elements(String type, String length, JsonNode value) {
        if (!value.isArray() || (!length.isEmpty() && value.size() != Integer.parseInt(length))) {
            throw new IllegalArgumentException("not an array of " + type + "[" + length + "]");
        }
        AbiWriter words = new AbiWriter();
        for (JsonNode element : value) {
            words.word(encoded(type, element));
        }
        return Keccak.hash(words.toBytes());
    }

    private static Hash32 sized(String type, JsonNode value) {
        Matcher fixed = FIXED_BYTES.matcher(type);
        if (fixed.matches()) {
            byte[] bytes = Bytes.parse(text(value));
            if (bytes.length != Integer.parseInt(fixed.group(1)) || bytes.length > Hash32.LENGTH) {
                throw new IllegalArgumentException(bytes.length + " bytes are not " + type);
            }
            return new Hash32(Arrays.copyOf(bytes, Hash32.LENGTH));
        }
        Matcher sizedNumber = NUMBER.matcher(type);
        if (!sizedNumber.matches()) {
            throw new IllegalArgumentException("no such type: " + type);
        }
        BigInteger number = number(value);
        int bits = Integer.parseInt(sizedNumber.group(2));
        boolean unsigned = sizedNumber.group(1).equals("uint");
        boolean fits = unsigned ? number.signum() >= 0 && number.bitLength() <= bits : number.bitLength() < bits;
        if (!fits || bits > 256) {
            throw new IllegalArgumentException(number + " does not fit " + type);
        }
        return Hash32.of(number.mod(BigInteger.TWO.pow(256)));
    }

    private String encodedType(String type) {
        Set<String> others = new TreeSet<>();
        collect(type, others);
        others.remove(type);
        StringBuilder text = new StringBuilder(written(type));
        others.forEach(other -> text.append(written(other)));
        return text.toString();
    }

    private void collect(String type, Set<String> found) {
        String element = type.contains("[") ? type.substring(0, type.indexOf('[')) : type;
        if (types.containsKey(element) && found.add(element)) {
            fields(element).forEach(field -> collect(field.type(), found));
        }
    }

    private String written(String type) {
        return type + "("
                + String.join(
                        ",",
                        fields(type).stream()
                                .map(field -> field.type() + " " + field.name())
                                .toList())
                + ")";
    }

    private List<TypedData.Field> fields(String type) {
        List<TypedData.Field> fields = types.get(type);
        if (fields == null) {
            throw new IllegalArgumentException("no such type: " + type);
        }
        return fields;
    }

    private static String text(JsonNode value) {
        if (!value.isString()) {
            throw new IllegalArgumentException("not a string: " + value);
        }
        return value.stringValue();
    }

    private static Hash32 ascii(String text) {
        return Keccak.hash(text.getBytes(StandardCharsets.US_ASCII));
    }
}
