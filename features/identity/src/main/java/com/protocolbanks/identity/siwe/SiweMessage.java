package com.protocolbanks.identity.siwe;

import com.protocolbanks.evm.Address;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request to sign in, as the wallet showed it to its holder (EIP-4361, version 1).
 *
 * @param text the message, byte for byte what was signed
 * @param scheme the part before {@code ://}, when the first line has one
 * @param domain the authority that asks (RFC 3986)
 * @param address who signs in
 * @param uri what is signed in to
 * @param chainId the chain on which a contract account is asked (EIP-155)
 * @param nonce at least 8 letters and digits
 * @param times since when and until when it counts
 */
public record SiweMessage(
        String text,
        Optional<String> scheme,
        String domain,
        Address address,
        Optional<String> statement,
        String uri,
        long chainId,
        String nonce,
        Times times,
        Optional<String> requestId,
        List<String> resources) {

    /** The three times, each of RFC 3339. */
    public record Times(Instant issuedAt, Optional<Instant> expiration, Optional<Instant> notBefore) {}

    /** What came of reading a text. */
    public sealed interface Reading {
        record Read(SiweMessage message) implements Reading {}

        /**
         * The text does not follow the grammar.
         *
         * @param line where, from 1
         * @param expected what should stand there
         */
        record Malformed(int line, String expected) implements Reading {}
    }

    public SiweMessage {
        resources = List.copyOf(resources);
    }

    /** Reads a text by the grammar of EIP-4361, nothing more lenient; at most 4,000 characters. */
    public static Reading read(String text) {
        try {
            return new Reading.Read(new SiweLines(text).message());
        } catch (SiweLines.Unexpected unexpected) {
            return new Reading.Malformed(unexpected.line(), unexpected.expected());
        }
    }
}
