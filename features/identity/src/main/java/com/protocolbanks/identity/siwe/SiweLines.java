package com.protocolbanks.identity.siwe;

import com.protocolbanks.evm.Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines of a message one after the other, by the grammar of EIP-4361. */
final class SiweLines {
    private static final int LONGEST = 4_000;

    /** {@code reserved / unreserved / " "} of RFC 3986. */
    private static final Pattern STATEMENT = Pattern.compile("[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;= ]+");

    private static final Pattern FIRST = Pattern.compile(
            "(?:([A-Za-z][A-Za-z0-9+\\-.]*)://)?(\\S+) wants you to sign in with your Ethereum account:");
    private static final Pattern AUTHORITY = Pattern.compile(
            "(?:[A-Za-z0-9\\-._~!$&'()*+,;=:%]*@)?(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9\\-._~!$&'()*+,;=%]+)(?::[0-9]*)?");
    private static final Pattern URI_CHARACTERS = Pattern.compile("[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=%]+");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9]{8,}");
    private static final Pattern CHAIN_ID = Pattern.compile("[0-9]{1,18}");
    private static final Pattern REQUEST_ID = Pattern.compile("(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*");
    private static final Pattern TIME = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})");

    /** The text leaves the grammar; caught in {@link SiweMessage#read} only. */
    static final class Unexpected extends Exception {
        private static final long serialVersionUID = 1;
        private final int line;
        private final String expected;

        Unexpected(int line, String expected) {
            super(expected, null, false, false);
            this.line = line;
            this.expected = expected;
        }

        int line() {
            return line;
        }

        String expected() {
            return expected;
        }
    }

    private final String text;
    private final String[] lines;
    private int at;

    SiweLines(String text) throws Unexpected {
        if (text.length() > LONGEST) {
            throw new Unexpected(1, "at most " + LONGEST + " characters");
        }
        this.text = text;
        this.lines = text.split("\n", -1);
    }

    SiweMessage message() throws Unexpected {
        Matcher first = FIRST.matcher(next("the domain that asks"));
        if (!first.matches() || !AUTHORITY.matcher(first.group(2)).matches()) {
            throw unexpected("<domain> wants you to sign in with your Ethereum account:");
        }
        var address = address();
        blank();
        var statement = statement();
        var uri = uri(field("URI: "));
        if (!field("Version: ").equals("1")) {
            throw unexpected("Version: 1");
        }
        var chainId = Long.parseLong(matching(CHAIN_ID, field("Chain ID: "), "the number of a chain"));
        var nonce = matching(NONCE, field("Nonce: "), "8 or more letters and digits");
        var issuedAt = time(field("Issued At: "));
        var expiration = optionalTime("Expiration Time: ");
        var notBefore = optionalTime("Not Before: ");
        var requestId = optional("Request ID: ");
        if (requestId.isPresent()) {
            matching(REQUEST_ID, requestId.get(), "characters of a path segment (RFC 3986)");
        }
        var resources = resources();
        if (at < lines.length) {
            at++;
            throw unexpected("the end of the message, or the fields in their order");
        }
        var times = new SiweMessage.Times(issuedAt, expiration, notBefore);
        return new SiweMessage(
                text,
                Optional.ofNullable(first.group(1)),
                first.group(2),
                address,
                statement,
                uri,
                chainId,
                nonce,
                times,
                requestId,
                resources);
    }

    private Address address() throws Unexpected {
        var written = next("an address");
        try {
            var address = Address.of(written);
            if (address.toString().equals(written)) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // Said below, in the words of this grammar.
        }
        throw unexpected("an address with the checksum of EIP-55");
    }

    private Optional<String> statement() throws Unexpected {
        var line = next("a statement or an empty line");
        if (line.isEmpty()) {
            return Optional.empty();
        }
        matching(STATEMENT, line, "a statement in one line of characters that RFC 3986 knows");
        blank();
        return Optional.of(line);
    }

    private List<String> resources() throws Unexpected {
        if (at == lines.length || !lines[at].equals("Resources:")) {
            return List.of();
        }
        at++;
        var resources = new ArrayList<String>();
        while (at < lines.length) {
            resources.add(uri(field("- ")));
        }
        return resources;
    }

    private String uri(String written) throws Unexpected {
        matching(URI_CHARACTERS, written, "a URI (RFC 3986)");
        try {
            if (new URI(written).isAbsolute()) {
                return written;
            }
        } catch (URISyntaxException _) {
            // Said below, in the words of this grammar.
        }
        throw unexpected("a URI (RFC 3986)");
    }

    private Instant time(String written) throws Unexpected {
        matching(TIME, written, "a time such as 2026-01-31T12:00:00Z (RFC 3339)");
        try {
            return OffsetDateTime.parse(written).toInstant();
        } catch (DateTimeException _) {
            throw unexpected("a time that exists (RFC 3339)");
        }
    }

    private Optional<Instant> optionalTime(String name) throws Unexpected {
        var written = optional(name);
        return written.isPresent() ? Optional.of(time(written.get())) : Optional.empty();
    }

    private Optional<String> optional(String name) throws Unexpected {
        return at < lines.length && lines[at].startsWith(name) ? Optional.of(field(name)) : Optional.empty();
    }

    private String field(String name) throws Unexpected {
        var line = next(name.strip());
        if (!line.startsWith(name)) {
            throw unexpected(name.strip());
        }
        return line.substring(name.length());
    }

    private void blank() throws Unexpected {
        if (!next("an empty line").isEmpty()) {
            throw unexpected("an empty line");
        }
    }

    private String next(String expected) throws Unexpected {
        if (at == lines.length) {
            at++;
            throw unexpected(expected);
        }
        return lines[at++];
    }

    private String matching(Pattern pattern, String found, String expected) throws Unexpected {
        if (!pattern.matcher(found).matches()) {
            throw unexpected(expected);
        }
        return found;
    }

    /** For the line read last. */
    private Unexpected unexpected(String expected) {
        return new Unexpected(at, expected);
    }
}
