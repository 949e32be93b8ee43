package com.protocolbanks.identity.siwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.evm.ChainId;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiweSiteTest {
    private static final SiweSite SITE = new SiweSite(URI.create("https://pay.example.com/"), new ChainId(7001));
    private static final Instant NOW = Instant.parse("2026-03-01T08:05:00Z");

    private static Optional<SiweRefusal> refusal(String text, Instant now) {
        return SITE.refusalOf(((SiweMessage.Reading.Read) SiweMessage.read(text)).message(), now);
    }

    @Test
    void aMessageForThisSiteCounts() {
        assertThat(refusal(SiweTexts.full(), NOW)).isEmpty();
        assertThat(refusal("https://" + SiweTexts.full(), NOW)).isEmpty();
        assertThat(refusal(
                        SiweTexts.full().replace("URI: https://pay.example.com", "URI: https://pay.example.com/"), NOW))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "pay.example.com wants, pay.example.com.evil.org wants, WRONG_DOMAIN",
        "pay.example.com wants, pay.example.com:8443 wants, WRONG_DOMAIN",
        "pay.example.com wants, pay.example.com@evil.org wants, WRONG_DOMAIN",
        "pay.example.com wants, PAY.example.com wants, WRONG_DOMAIN",
        "pay.example.com wants, http://pay.example.com wants, WRONG_DOMAIN",
        "URI: https://pay.example.com, URI: http://pay.example.com, WRONG_URI",
        "URI: https://pay.example.com, URI: https://pay.example.com.evil.org, WRONG_URI",
        "URI: https://pay.example.com, URI: https://pay.example.com/login, WRONG_URI",
        "Chain ID: 7001, Chain ID: 7000, WRONG_CHAIN",
        "Issued At: 2026-03-01T08:00:00.250Z, Issued At: 2026-03-01T08:07:01Z, ISSUED_IN_FUTURE",
        "Issued At: 2026-03-01T08:00:00.250Z, Issued At: 2026-03-01T07:49:59Z, EXPIRED",
        "Expiration Time: 2026-03-01T08:10:00Z, Expiration Time: 2026-03-01T08:05:00Z, EXPIRED",
        "Not Before: 2026-03-01T07:59:00+00:00, Not Before: 2026-03-01T08:05:01Z, NOT_YET_VALID",
        "Not Before: 2026-03-01T07:59:00+00:00, Not Before: 2026-03-01T08:06:00+02:00, ",
    })
    void aMessageForAnotherSiteOrTimeDoesNot(String found, String instead, String refusal) {
        assertThat(SiweTexts.full()).contains(found);
        assertThat(refusal(SiweTexts.full().replace(found, instead), NOW).map(Enum::name))
                .isEqualTo(Optional.ofNullable(refusal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a", "https://a/path", "https://a?x", "https://a#x", "https://u@a", "a", "https:"})
    void aPublicAddressIsAnOrigin(String address) {
        assertThatThrownBy(() -> new SiweSite(URI.create(address), new ChainId(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
