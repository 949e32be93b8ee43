package com.protocolbanks.identity.siwe;

import com.protocolbanks.evm.ChainId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where people sign in: what a message must name, so that one signed for another site does not count here.
 *
 * @param publicUrl the origin that browsers show, such as {@code https://pay.example.com}, without a path
 * @param chainId the chain whose accounts sign in
 */
public record SiweSite(URI publicUrl, ChainId chainId) {
    /** How far the clock of the signer's machine may be ahead. */
    private static final Duration AHEAD = Duration.ofMinutes(2);

    /** How old a message may be. */
    private static final Duration OLDEST = Duration.ofMinutes(15);

    /** @throws IllegalArgumentException unless the address is an http or https origin */
    public SiweSite {
        var path = publicUrl.getRawPath() == null ? "" : publicUrl.getRawPath();
        if (publicUrl.getHost() == null
                || !("https".equals(publicUrl.getScheme()) || "http".equals(publicUrl.getScheme()))
                || !(path.isEmpty() || path.equals("/"))
                || publicUrl.getRawUserInfo() != null
                || publicUrl.getRawQuery() != null
                || publicUrl.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "a public address is http(s)://host[:port] without a path, not " + publicUrl);
        }
        publicUrl = URI.create(publicUrl.getScheme() + "://" + publicUrl.getRawAuthority());
    }

    /** The authority a message names in its first line. */
    public String domain() {
        return publicUrl.getRawAuthority();
    }

    /** What speaks against the message at that time, before its nonce and signature are looked at. */
    public Optional<SiweRefusal> refusalOf(SiweMessage message, Instant now) {
        if (!message.domain().equals(domain())
                || !message.scheme().map(publicUrl.getScheme()::equals).orElse(true)) {
            return Optional.of(SiweRefusal.WRONG_DOMAIN);
        }
        if (!message.uri().equals(publicUrl.toString()) && !message.uri().equals(publicUrl + "/")) {
            return Optional.of(SiweRefusal.WRONG_URI);
        }
        if (message.chainId() != chainId.value()) {
            return Optional.of(SiweRefusal.WRONG_CHAIN);
        }
        return refusalOf(message.times(), now);
    }

    private static Optional<SiweRefusal> refusalOf(SiweMessage.Times times, Instant now) {
        if (times.issuedAt().isAfter(now.plus(AHEAD))) {
            return Optional.of(SiweRefusal.ISSUED_IN_FUTURE);
        }
        if (times.issuedAt().isBefore(now.minus(OLDEST))
                || times.expiration().map(until -> !now.isBefore(until)).orElse(false)) {
            return Optional.of(SiweRefusal.EXPIRED);
        }
        if (times.notBefore().map(now::isBefore).orElse(false)) {
            return Optional.of(SiweRefusal.NOT_YET_VALID);
        }
        return Optional.empty();
    }
}
