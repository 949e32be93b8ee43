package com.protocolbanks.identity.signin;

import com.protocolbanks.identity.secret.Secrets;
import com.protocolbanks.redis.ExpiringStore;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisReply;
import java.time.Duration;
import java.util.Optional;

/** Numbers used once, which a sign-in message must carry; each lives ten minutes. */
public final class SignInNonces {
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final String ISSUED = "issued";

    private final ExpiringStore store;
    private final Secrets secrets;

    public SignInNonces(RedisConnection redis, Secrets secrets) {
        this.store = new ExpiringStore(redis, "siwe-nonce");
        this.secrets = secrets;
    }

    /** A new one. */
    RedisReply<String> issue() {
        var nonce = secrets.next();
        return store.put(nonce, ISSUED, LIFE).map(_ -> nonce);
    }

    /** Uses it up: true for exactly one caller, within its life. */
    RedisReply<Boolean> use(String nonce) {
        return store.take(nonce).map(Optional::isPresent);
    }
}
