package com.protocolbanks.metering.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.fixtures.SettableClock;
import com.protocolbanks.metering.MeterBench;
import com.protocolbanks.metering.Mode;
import com.protocolbanks.x402.session.WindowRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Address KEY = Address.of("0x" + "5a".repeat(20));
    private static final Hash32 CHANNEL = Hash32.of("0x" + "c1".repeat(32));

    private final SettableClock clock = new SettableClock(MeterBench.NOW);
    private final Sessions sessions = new Sessions(new byte[32], new Random(7), clock);
    private final SessionGrant grant = sessions.open(KEY, CHANNEL, 500, MeterBench.NOW.plusSeconds(600), true);
    private final byte[] secret = Base64.getUrlDecoder().decode(grant.hmacSecret());

    @Test
    void aTokenIsKnownByEveryGatewayUntilItEnds() {
        var another = new Sessions(new byte[32], new Random(8), clock);
        assertThat(another.verify(grant.token())).contains(grant.session());
        assertThat(grant.session().ceiling().mode()).isEqualTo(Mode.WINDOW);
        assertThat(grant.token()).startsWith(Sessions.PREFIX);

        clock.advance(Duration.ofMinutes(10));
        assertThat(another.verify(grant.token())).isEmpty();
    }

    @Test
    void aTokenChangedAnywhereIsNotOurs() {
        var token = grant.token();
        for (int at = 0; at < token.length(); at++) {
            char other = token.charAt(at) == 'A' ? 'B' : 'A';
            var changed = token.substring(0, at) + other + token.substring(at + 1);
            // the last letters of base64 carry bits that mean nothing
            assertThat(sessions.verify(changed).filter(one -> !one.equals(grant.session())))
                    .isEmpty();
        }
        assertThat(sessions.verify("")).isEmpty();
        assertThat(sessions.verify(Sessions.PREFIX)).isEmpty();
        assertThat(sessions.verify(Sessions.PREFIX + "AA.AA")).isEmpty();
        var secretOfOthers = new byte[32];
        secretOfOthers[0] = 1;
        assertThat(new Sessions(secretOfOthers, new Random(7), clock).verify(token))
                .isEmpty();
        assertThatThrownBy(() -> new Sessions(new byte[31], new Random(7), clock))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRequestIsTheAgentsOnlyAsItWasSignedAndOnlyNow() {
        var request = request("POST", "/v1/chat/completions?x=1", Hash32.ZERO, "request-id-000001", clock.millis());
        var mac = request.mac(secret);

        assertThat(sessions.check(grant.session(), request, mac)).isEqualTo(WindowCheck.GENUINE);
        for (var other : new WindowRequest[] {
            request("GET", request.path(), Hash32.ZERO, request.requestId(), request.timestampMs()),
            request("POST", "/v1/chat/completions", Hash32.ZERO, request.requestId(), request.timestampMs()),
            request("POST", request.path(), CHANNEL, request.requestId(), request.timestampMs()),
            request("POST", request.path(), Hash32.ZERO, "request-id-000002", request.timestampMs()),
            request("POST", request.path(), Hash32.ZERO, request.requestId(), request.timestampMs() + 1)
        }) {
            assertThat(sessions.check(grant.session(), other, mac)).isEqualTo(WindowCheck.FORGED);
        }
        assertThat(sessions.check(grant.session(), request, "")).isEqualTo(WindowCheck.FORGED);
        var second = sessions.open(KEY, CHANNEL, 500, MeterBench.NOW.plusSeconds(600), true);
        assertThat(sessions.check(second.session(), request, mac)).isEqualTo(WindowCheck.FORGED);

        clock.advance(Sessions.TOLERANCE);
        assertThat(sessions.check(grant.session(), request, mac)).isEqualTo(WindowCheck.GENUINE);
        clock.advance(Duration.ofMillis(1));
        assertThat(sessions.check(grant.session(), request, mac)).isEqualTo(WindowCheck.STALE);
        for (long time : new long[] {clock.millis() + 60_001, Long.MAX_VALUE, Long.MIN_VALUE}) {
            var wrong = request("POST", request.path(), Hash32.ZERO, request.requestId(), time);
            assertThat(sessions.check(grant.session(), wrong, wrong.mac(secret)))
                    .isEqualTo(WindowCheck.STALE);
        }
    }

    @Test
    void anIdOfAnotherFormIsNone() {
        for (var id : new String[] {"", "short", "a".repeat(65), "request|id|000001", "request id 000001"}) {
            assertThatThrownBy(() -> request("GET", "/", Hash32.ZERO, id, 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static WindowRequest request(String method, String path, Hash32 body, String id, long time) {
        return new WindowRequest(method, path, body, id, time);
    }
}
