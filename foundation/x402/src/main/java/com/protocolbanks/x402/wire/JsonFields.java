package com.protocolbanks.x402.wire;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the fields of one object; a field that is missing or of another form is named in the refusal. */
final class JsonFields {
    private static final int LONGEST_NUMBER = 78;

    private final JsonNode object;
    private final String where;
    private final String code;

    private JsonFields(JsonNode object, String where, String code) {
        this.object = object;
        this.where = where;
        this.code = code;
    }

    /**
     * @param where how the object is called in a refusal
     * @param code what a refusal is called
     */
    static JsonFields of(@Nullable JsonNode node, String where, String code) {
        if (node == null || !node.isObject()) {
            throw new MalformedPayment(code, where + " is not an object");
        }
        return new JsonFields(node, where, code);
    }

    JsonFields object(String name) {
        return of(object.get(name), where + "." + name, code);
    }

    boolean has(String name) {
        var value = object.get(name);
        return value != null && !value.isNull();
    }

    JsonNode node(String name) {
        var value = object.get(name);
        if (value == null || value.isNull()) {
            throw refused(name, "is missing");
        }
        return value;
    }

    String text(String name) {
        var value = node(name);
        if (!value.isString()) {
            throw refused(name, "is not a text");
        }
        return value.asString();
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    boolean flag(String name) {
        var value = node(name);
        if (!value.isBoolean()) {
            throw refused(name, "is neither true nor false");
        }
        return value.asBoolean();
    }

    /** A whole number, written as a JSON number. */
    long number(String name, long least, long most) {
        var value = node(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw refused(name, "is not a whole number");
        }
        if (value.asLong() < least || value.asLong() > most) {
            throw refused(name, "is not between " + least + " and " + most);
        }
        return value.asLong();
    }

    /** An unsigned whole number, written as decimal digits in a text. */
    BigInteger amount(String name) {
        var digits = text(name);
        if (digits.isEmpty()
                || digits.length() > LONGEST_NUMBER
                || !digits.chars().allMatch(one -> one >= '0' && one <= '9')) {
            throw refused(name, "is not a whole number in decimal digits");
        }
        return new BigInteger(digits);
    }

    Address address(String name) {
        return parsed(name, Address::of, "is not an address");
    }

    Hash32 hash(String name) {
        return parsed(name, Hash32::of, "is not 0x and 64 hex digits");
    }

    byte[] bytes(String name) {
        return parsed(name, Bytes::parse, "is not 0x and whole bytes of hex");
    }

    private <T> T parsed(String name, Function<String, T> reader, String otherwise) {
        var value = text(name);
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException _) {
            throw refused(name, otherwise);
        }
    }

    MalformedPayment refused(String name, String why) {
        return new MalformedPayment(code, where + "." + name + " " + why);
    }
}
