package com.protocolbanks.identity.siwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.protocolbanks.identity.siwe.SiweMessage.Reading;
import java.time.Instant;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of EIP-4361, in cases of the same kinds as the vectors its libraries publish. */
class SiweMessageTest {
    private static SiweMessage read(String text) {
        return switch (SiweMessage.read(text)) {
            case Reading.Read(var message) -> message;
            case Reading.Malformed(var line, var expected) -> fail("line " + line + ": " + expected);
        };
    }

    @Test
    void everyFieldIsRead() {
        var message = read(SiweTexts.full());
        assertThat(message.scheme()).isEmpty();
        assertThat(message.domain()).isEqualTo("pay.example.com");
        assertThat(message.address()).isEqualTo(SiweTexts.HOLDER);
        assertThat(message.statement()).contains("Sign in to ProtocolBanks (payroll): https://pay.example.com/terms");
        assertThat(message.uri()).isEqualTo("https://pay.example.com");
        assertThat(message.chainId()).isEqualTo(7001);
        assertThat(message.nonce()).isEqualTo("q7Xk29Lm41");
        assertThat(message.times().issuedAt()).isEqualTo(Instant.parse("2026-03-01T08:00:00.250Z"));
        assertThat(message.times().expiration()).contains(Instant.parse("2026-03-01T08:10:00Z"));
        assertThat(message.times().notBefore()).contains(Instant.parse("2026-03-01T07:59:00Z"));
        assertThat(message.requestId()).contains("req%2F17~a:b@c");
        assertThat(message.resources()).hasSize(2);
        assertThat(message.text()).isEqualTo(SiweTexts.full());
    }

    @Test
    void noOptionalFieldIsNeeded() {
        var message = read(SiweTexts.plain(
                "http://localhost:8080", SiweTexts.HOLDER, 1, "12345678", Instant.parse("2026-03-01T08:00:00Z")));
        assertThat(message.domain()).isEqualTo("localhost:8080");
        assertThat(message.statement()).isEmpty();
        assertThat(message.times().expiration()).isEmpty();
        assertThat(message.resources()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "127.0.0.1:8080", "somebody@127.0.0.1", "somebody@127.0.0.1:8080", "[::1]:8080", "a"
            })
    void anyAuthorityIsADomain(String domain) {
        assertThat(read(SiweTexts.full().replace("pay.example.com wants", domain + " wants"))
                        .domain())
                .isEqualTo(domain);
    }

    @Test
    void theFirstLineMayHaveAScheme() {
        var message = read("https://" + SiweTexts.full());
        assertThat(message.scheme()).contains("https");
        assertThat(message.domain()).isEqualTo("pay.example.com");
    }

    @Test
    void anEmptyListOfResourcesIsAList() {
        var text = SiweTexts.full();
        assertThat(read(text.substring(0, text.indexOf("\n- "))).resources()).isEmpty();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                without("a blank domain", "pay.example.com wants", " wants"),
                without("a domain with a path", "pay.example.com wants", "pay.example.com/x wants"),
                without("other words in line 1", "Ethereum account:", "Ethereum wallet:"),
                without("no address", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", ""),
                without("an address in lower case", SiweTexts.HOLDER.toString(), SiweTexts.HOLDER.lower()),
                without("an address with a wrong checksum", "0xf39F", "0xF39F"),
                without("a name for an address", SiweTexts.HOLDER.toString(), "payer.eth"),
                without("a line too many", "\n\nSign in", "\n\n\nSign in"),
                without("a line too few", "92266\n\nSign", "92266\nSign"),
                without("a statement in two lines", "(payroll): ", "(payroll):\n"),
                without("a statement with a quote", "(payroll)", "\"payroll\""),
                without("a statement in another script", "(payroll)", "工资"),
                without("no blank line after the statement", "/terms\n\n", "/terms\n"),
                without("no URI", "URI: https://pay.example.com\n", ""),
                without("an empty line for the URI", "URI: https://pay.example.com\n", "\n"),
                without("a URI without a scheme", "URI: https://pay.example.com", "URI: pay.example.com"),
                without("a URI that is none", "URI: https://pay.example.com", "URI: _no_uri_"),
                without("a URI with a blank", "URI: https://pay.example.com", "URI: https://pay.example.com/ a"),
                without(
                        "a URI of a wrong IPv6 host",
                        "URI: https://pay.example.com",
                        "URI: https://[1:2:3:4:5:6:7:8:9]"),
                without("no version", "Version: 1\n", ""),
                without("another version", "Version: 1\n", "Version: 2\n"),
                without(
                        "the version before the URI",
                        "URI: https://pay.example.com\nVersion: 1",
                        "Version: 1\nURI: https://pay.example.com"),
                without("no chain", "Chain ID: 7001\n", ""),
                without("a chain in words", "Chain ID: 7001", "Chain ID: zeta"),
                without("a chain beyond numbers", "Chain ID: 7001", "Chain ID: 9999999999999999999"),
                without("a nonce of seven characters", "q7Xk29Lm41", "q7Xk29L"),
                without("a nonce with a sign", "q7Xk29Lm41", "q7Xk29Lm-41"),
                without("no nonce", "Nonce: q7Xk29Lm41\n", ""),
                without(
                        "the chain after the nonce",
                        "Chain ID: 7001\nNonce: q7Xk29Lm41",
                        "Nonce: q7Xk29Lm41\nChain ID: 7001"),
                without("no time of issue", "Issued At: 2026-03-01T08:00:00.250Z\n", ""),
                without("a date in words", "2026-03-01T08:00:00.250Z", "Sun Mar 01 2026 08:00:00 GMT+0000"),
                without("a day that does not exist", "2026-03-01T08:00:00.250Z", "2026-02-30T08:00:00Z"),
                without("a time without a zone", "2026-03-01T08:00:00.250Z", "2026-03-01T08:00:00"),
                without("an expiration in words", "2026-03-01T08:10:00Z", "in ten minutes"),
                without("a beginning in words", "2026-03-01T07:59:00+00:00", "now"),
                without(
                        "the expiration before the issue",
                        "Issued At: 2026-03-01T08:00:00.250Z\nExpiration Time: 2026-03-01T08:10:00Z",
                        "Expiration Time: 2026-03-01T08:10:00Z\nIssued At: 2026-03-01T08:00:00.250Z"),
                without(
                        "the beginning before the expiration",
                        "Expiration Time: 2026-03-01T08:10:00Z\nNot Before: 2026-03-01T07:59:00+00:00",
                        "Not Before: 2026-03-01T07:59:00+00:00\nExpiration Time: 2026-03-01T08:10:00Z"),
                without("a request id with a slash", "req%2F17", "req/17"),
                without("a broken escape in the request id", "req%2F17", "req%2"),
                without("two resources in one line", "#d\n- ipfs", "#d - ipfs"),
                without("a resource that is no URI", "- https://pay.example.com/a?b=c#d", "- _no_uri_"),
                without("a resource without its dash", "- ipfs", "ipfs"),
                without("carriage returns", "\n", "\r\n"));
    }

    private static Arguments without(String what, String found, String instead) {
        assertThat(SiweTexts.full()).contains(found);
        return Arguments.of(what, SiweTexts.full().replace(found, instead));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void whatLeavesTheGrammarIsRefused(String what, String text) {
        assertThat(SiweMessage.read(text)).as(what).isInstanceOf(Reading.Malformed.class);
    }

    @Test
    void aLineAfterTheEndIsRefused() {
        assertThat(SiweMessage.read(SiweTexts.full() + "\n")).isInstanceOf(Reading.Malformed.class);
        var plain = SiweTexts.plain("http://a", SiweTexts.HOLDER, 1, "12345678", Instant.EPOCH);
        assertThat(SiweMessage.read(plain + "\nResource: x")).isInstanceOf(Reading.Malformed.class);
        assertThat(SiweMessage.read(plain + "\n")).isInstanceOf(Reading.Malformed.class);
    }

    @Test
    void aRefusalNamesTheLine() {
        assertThat(SiweMessage.read(SiweTexts.full().replace("Version: 1", "Version: 3")))
                .isEqualTo(new Reading.Malformed(7, "Version: 1"));
        assertThat(SiweMessage.read("")).isInstanceOf(Reading.Malformed.class);
        assertThat(SiweMessage.read("x".repeat(4_001))).isInstanceOf(Reading.Malformed.class);
    }

    @Property
    void oneOtherCharacterIsNeverMisread(
            @ForAll @IntRange(max = 700) int at, @ForAll @CharRange(to = '\u2fff') char other) {
        var text = new StringBuilder(SiweTexts.full());
        text.setCharAt(at % text.length(), other);
        switch (SiweMessage.read(text.toString())) {
            case Reading.Read(var message) -> assertThat(message.text()).isEqualTo(text.toString());
            case Reading.Malformed(var line, var expected) -> {
                assertThat(line).isPositive();
                assertThat(expected).isNotBlank();
            }
        }
    }
}
