package com.protocolbanks.web.sessionkeys;

import com.protocolbanks.billing.keys.BillingToken;
import com.protocolbanks.billing.keys.NewKey;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.RefusedRequest;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/**
 * A grant as it is handed in.
 *
 * @param token its address, or its symbol
 * @param limitAmount decimal text
 * @param expiresAt RFC 3339, or seconds of Unix time
 * @param payers further accounts that may fund the key's channels; may be left out
 * @param nonce 32 bytes as 0x and hex
 * @param signature of the organization's wallet, 0x and hex
 * @param keySignature of the key, 0x and hex
 */
record SessionKeyBody(
        @Nullable String publicKey,
        @Nullable String token,
        @Nullable JsonNode limitAmount,
        @Nullable JsonNode expiresAt,
        @Nullable List<String> routes,
        @Nullable List<String> payers,
        @Nullable String nonce,
        @Nullable String signature,
        @Nullable String keySignature) {
    private static final int LONGEST_SIGNATURE = 8_192;

    /** @throws RefusedRequest naming the field that cannot be read */
    NewKey read(List<BillingToken> tokens) {
        return new NewKey(
                field("publicKey", publicKey, Address::of),
                field("token", token, text -> token(tokens, text)),
                limit(),
                expiry(),
                routes == null ? List.of() : routes,
                payers == null ? Set.of() : field("payers", payers, SessionKeyBody::addresses),
                field("nonce", nonce, Hash32::of),
                field("signature", signature, SessionKeyBody::signature),
                field("keySignature", keySignature, SessionKeyBody::signature));
    }

    private static Address token(List<BillingToken> tokens, String text) {
        return tokens.stream()
                .filter(token -> token.symbol().equals(text))
                .map(BillingToken::address)
                .findFirst()
                .orElseGet(() -> Address.of(text));
    }

    private BigDecimal limit() {
        if (limitAmount == null || !limitAmount.isString()) {
            throw new RefusedRequest(Problem.of(HttpStatus.BAD_REQUEST, "field_not_text", "limitAmount"));
        }
        return field("limitAmount", limitAmount.asString(), SessionKeyBody::plain);
    }

    private static BigDecimal plain(String text) {
        if (!text.matches("[0-9]{1,20}(\\.[0-9]{1,20})?")) {
            throw new IllegalArgumentException("not a plain decimal number");
        }
        return new BigDecimal(text);
    }

    private Instant expiry() {
        return field(
                "expiresAt",
                expiresAt,
                value -> value.isIntegralNumber()
                        ? Instant.ofEpochSecond(value.asLong())
                        : Instant.parse(value.asString("")));
    }

    private static Set<Address> addresses(List<String> texts) {
        return texts.stream().map(Address::of).collect(Collectors.toSet());
    }

    private static byte[] signature(String text) {
        if (text.length() > 2 + 2 * LONGEST_SIGNATURE) {
            throw new IllegalArgumentException("too long");
        }
        return Bytes.parse(text);
    }

    private static <S, T> T field(String name, @Nullable S value, Function<S, T> reader) {
        try {
            if (value != null) {
                return reader.apply(value);
            }
        } catch (IllegalArgumentException | DateTimeException _) {
            // refused below, by the field's name
        }
        throw new RefusedRequest(Problem.of(HttpStatus.BAD_REQUEST, "field_unreadable", name));
    }
}
