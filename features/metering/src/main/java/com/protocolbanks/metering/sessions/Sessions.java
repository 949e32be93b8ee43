package com.protocolbanks.metering.sessions;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.session.WindowRequest;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Opens sessions and knows them again without having stored anything: a token carries its session and a MAC by the
 * secret that all gateways share.
 */
public final class Sessions {
    /** What every token begins with, so that it is recognized where it leaks. */
    public static final String PREFIX = "pbs_";

    /** How far an agent's clock may be off. */
    public static final Duration TOLERANCE = Duration.ofSeconds(60);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int ID = 16;
    private static final int FIELDS = ID + Address.LENGTH + Hash32.LENGTH + Long.BYTES + Long.BYTES + 1;
    private static final int SHORTEST_SECRET = 32;

    /** Sessions whose token was found good, and secrets that were derived; more are found out again. */
    private static final int REMEMBERED = 20_000;

    private final Map<String, Session> known = new ConcurrentHashMap<>();
    private final Map<String, byte[]> derived = new ConcurrentHashMap<>();
    private final SecretKeySpec tokens;
    private final SecretKeySpec secrets;
    private final RandomGenerator random;
    private final Clock clock;

    /**
     * @param secret shared by all gateways, 32 bytes or more; two keys are derived from it, one for tokens and one for
     *     the agents' secrets
     * @param random cryptographically strong
     */
    public Sessions(byte[] secret, RandomGenerator random, Clock clock) {
        if (secret.length < SHORTEST_SECRET) {
            throw new IllegalArgumentException("the gateways' shared secret has at least 32 bytes");
        }
        this.tokens = derived(secret, "session-token");
        this.secrets = derived(secret, "session-hmac");
        this.random = random;
        this.clock = clock;
    }

    private static SecretKeySpec derived(byte[] secret, String purpose) {
        var key = new SecretKeySpec(secret, ALGORITHM);
        return new SecretKeySpec(
                mac(key, ("ProtocolBanks " + purpose + " 1").getBytes(StandardCharsets.UTF_8)), ALGORITHM);
    }

    /**
     * Opens a session; nothing of it is stored.
     *
     * @param acceptedMax the amount of a voucher that was accepted
     * @param signed whether each request has to bear the agent's code
     */
    public SessionGrant open(Address key, Hash32 channelId, long acceptedMax, Instant expiresAt, boolean signed) {
        var id = new byte[ID];
        random.nextBytes(id);
        var session = new Session(
                HexFormat.of().formatHex(id),
                key,
                channelId,
                acceptedMax,
                Instant.ofEpochSecond(expiresAt.getEpochSecond()),
                signed);
        var fields = fields(session);
        var token = PREFIX + base64(fields) + "." + base64(mac(tokens, fields));
        return new SessionGrant(session, token, base64(secretOf(session)));
    }

    /** The session of a token that is ours and not over. */
    public Optional<Session> verify(String token) {
        var before = known.get(token);
        var session = before == null ? read(token) : Optional.of(before);
        if (before == null && session.isPresent()) {
            put(known, token, session.get());
        }
        return session.filter(one -> clock.instant().isBefore(one.expiresAt()));
    }

    private Optional<Session> read(String token) {
        int dot = token.indexOf('.');
        if (!token.startsWith(PREFIX) || dot < 0) {
            return Optional.empty();
        }
        var fields = bytes(token.substring(PREFIX.length(), dot));
        var mac = bytes(token.substring(dot + 1));
        if (fields == null || mac == null || !MessageDigest.isEqual(mac, mac(tokens, fields))) {
            return Optional.empty();
        }
        return session(fields);
    }

    private static <T> void put(Map<String, T> map, String name, T value) {
        if (map.size() >= REMEMBERED) {
            map.clear();
        }
        map.put(name, value);
    }

    /**
     * Whether the request is signed with the session's secret, and now.
     *
     * @param mac what came in {@link WindowRequest#SIGNATURE}
     */
    public WindowCheck check(Session session, WindowRequest request, String mac) {
        var right = request.mac(secretOf(session)).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(right, mac.getBytes(StandardCharsets.UTF_8))) {
            return WindowCheck.FORGED;
        }
        var now = clock.millis();
        var far = TOLERANCE.toMillis();
        return request.timestampMs() < now - far || request.timestampMs() > now + far
                ? WindowCheck.STALE
                : WindowCheck.GENUINE;
    }

    private byte[] secretOf(Session session) {
        var before = derived.get(session.id());
        if (before != null) {
            return before;
        }
        var secret = mac(secrets, session.id().getBytes(StandardCharsets.US_ASCII));
        put(derived, session.id(), secret);
        return secret;
    }

    private static byte[] fields(Session session) {
        return ByteBuffer.allocate(FIELDS)
                .put(HexFormat.of().parseHex(session.id()))
                .put(session.key().bytes())
                .put(session.channelId().bytes())
                .putLong(session.acceptedMax())
                .putLong(session.expiresAt().getEpochSecond())
                .put((byte) (session.signed() ? 1 : 0))
                .array();
    }

    private static Optional<Session> session(byte[] fields) {
        var buffer = ByteBuffer.wrap(fields);
        try {
            var session = new Session(
                    HexFormat.of().formatHex(next(buffer, ID)),
                    new Address(next(buffer, Address.LENGTH)),
                    new Hash32(next(buffer, Hash32.LENGTH)),
                    buffer.getLong(),
                    Instant.ofEpochSecond(buffer.getLong()),
                    buffer.get() != 0);
            return buffer.hasRemaining() ? Optional.empty() : Optional.of(session);
        } catch (BufferUnderflowException anotherForm) {
            return Optional.empty();
        }
    }

    private static byte[] next(ByteBuffer buffer, int length) {
        var bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte @Nullable [] bytes(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static byte[] mac(SecretKeySpec key, byte[] message) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }
}
