package com.protocolbanks.pb.company;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.signature.SafeMessage;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.x402.grant.SessionKeyGrant;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** A company's session keys, each step a call of the HTTP API by an owner. */
public final class SessionKeyClient {
    private static final String KEYS = "/api/v1/session-keys";
    private static final ChainId CHAIN = new ChainId(LocalChain.CHAIN_ID);

    private final Api owner;
    private final Address wallet;
    private final SecureRandom random;

    public SessionKeyClient(URI web, DemoCompany.Cast cast, SecureRandom random) {
        this.random = random;
        this.owner = new Api(web, cast.approvers().getFirst().apiKey());
        this.wallet = cast.organization().walletAddress();
    }

    /** The key of that account, with its channels and claims; empty before it is made. */
    public Optional<JsonNode> find(Address publicKey) {
        return owner.get(KEYS)
                .path("items")
                .valueStream()
                .filter(key -> key.path("publicKey").asString().equals(publicKey.toString()))
                .map(key -> whole(key.path("id").asString()))
                .findFirst();
    }

    /** A key with all that is known of it. */
    public JsonNode whole(String id) {
        return owner.get(KEYS + "/" + id);
    }

    /**
     * The wallet's owners and the key itself sign the grant of a day, and it is handed in; returns the key's id.
     *
     * @param token USDC's address
     * @param limit in its smallest unit
     * @param payers who may fund its channels beside the wallet
     */
    public String create(SigningKey key, Address token, BigInteger limit, List<String> routes, List<Address> payers) {
        var expiresAt = Instant.now().plus(Duration.ofDays(1)).getEpochSecond();
        byte[] once = new byte[Hash32.LENGTH];
        random.nextBytes(once);
        var nonce = new Hash32(once);
        var grant = new SessionKeyGrant(wallet, key.address(), token, limit, expiresAt, routes, nonce);
        var digest = grant.digest(CHAIN);
        var asked = SafeMessage.digest(CHAIN, wallet, digest);
        Map<Address, Signature> byOwner = new HashMap<>();
        for (DevAccount account : DemoCompany.OWNERS) {
            byOwner.put(
                    account.address(),
                    SigningKey.of(Hash32.of(account.privateKey())).sign(asked));
        }
        var made = owner.post(
                KEYS,
                Map.of(
                        "publicKey", key.address().toString(),
                        "token", token.toString(),
                        "limitAmount", new BigDecimal(limit, DevelopmentToken.USDC.decimals()).toPlainString(),
                        "expiresAt", expiresAt,
                        "routes", routes,
                        "payers", payers.stream().map(Address::toString).toList(),
                        "nonce", nonce.hex(),
                        "signature", Bytes.hex(SafeMessage.joined(byOwner)),
                        "keySignature", Bytes.hex(key.sign(digest).bytes())));
        return made.path("id").asString();
    }

    /** Asks that what it used be claimed on chain. */
    public void settle(String id) {
        owner.post(KEYS + "/" + id + "/settle", Map.of());
    }

    /** Its exported history, for {@code pb verify usage}. */
    public byte[] history(String id) {
        return owner.download(KEYS + "/" + id + "/history");
    }

    /**
     * Looks at the key until the condition holds.
     *
     * @throws ApiRefused when the patience ends
     */
    public JsonNode await(String id, Duration patience, Predicate<JsonNode> reached) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            var key = whole(id);
            if (reached.test(key)) {
                return key;
            }
            if (System.nanoTime() > end) {
                throw new ApiRefused(
                        "the session key is not where it should be after " + patience.toSeconds() + " s: " + key);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ApiRefused("interrupted");
            }
        }
    }
}
