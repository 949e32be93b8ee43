package com.protocolbanks.billing;

import com.protocolbanks.billing.keys.BillingToken;
import com.protocolbanks.billing.keys.GrantCheck;
import com.protocolbanks.billing.keys.KeySwitch;
import com.protocolbanks.billing.keys.NewKey;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.billing.keys.SessionKeys;
import com.protocolbanks.billing.keys.SessionKeys.CreateOutcome;
import com.protocolbanks.billing.prices.PriceBooks;
import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.SettableClock;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Credential;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.identity.Role;
import com.protocolbanks.identity.wallet.WalletSignatures;
import com.protocolbanks.x402.grant.SessionKeyGrant;
import java.math.BigDecimal;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Billing over one database, and organizations with keys to try it with. */
public final class House {
    public static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    public static final ChainId CHAIN = new ChainId(31_337);
    public static final BillingToken USDC =
            new BillingToken("USDC", Address.of("0x00000000000000000000000000000000000000c6"), 6, "USD Coin", "2");
    public static final BillingToken COARSE =
            new BillingToken("WHOLE", Address.of("0x00000000000000000000000000000000000000c0"), 0, "", "");
    public static final BillingToken FINE =
            new BillingToken("FINE", Address.of("0x00000000000000000000000000000000000000c8"), 8, "", "");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String BOOK = """
            {"unit": "USD", "routes": [
              {"route": "chat", "surface": "CHAT", "models": {"small-1": {
                "perMillionInput": "0.50", "perMillionOutput": "1.50", "maxOutputTokens": 4096}}},
              {"route": "search", "surface": "PLAIN", "models": {"*": {"perRequest": "0.01"}}}]}""";

    public final RealPostgres postgres;
    public final SettableClock clock = new SettableClock(START);
    public final Organizations organizations;
    public final PriceBooks prices;

    private final List<BillingToken> tokens;

    public House(RealPostgres postgres) {
        this(postgres, List.of(USDC, COARSE, FINE));
    }

    public House(RealPostgres postgres, List<BillingToken> tokens) {
        this.postgres = postgres;
        this.tokens = tokens;
        this.organizations = new Organizations(postgres.web(), clock, UUID::randomUUID);
        this.prices = new PriceBooks(postgres.web(), clock);
        new PriceBooks(postgres.worker(), clock).publish(BOOK);
    }

    /** An organization, its caller, and the key of its wallet when that is a plain account. */
    public record Customer(Caller caller, Address wallet, SigningKey walletKey) {}

    public static ChainClient chain() {
        return chain(LocalChainFixture.url());
    }

    public static ChainClient chain(URI node) {
        return new JsonRpcChainClient(JsonRpcChainClient.http(Duration.ofSeconds(60)), node, Duration.ofSeconds(60));
    }

    public static SigningKey newKey() {
        return SigningKey.generate(RANDOM);
    }

    public static Hash32 nonce() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new Hash32(bytes);
    }

    public SessionKeys keys(KeySwitch keySwitch) {
        return keys(postgres.web(), keySwitch);
    }

    public SessionKeys keys(Database database, KeySwitch keySwitch) {
        var grants = new GrantCheck(tokens, CHAIN, new WalletSignatures(chain()));
        return new SessionKeys(
                new SessionKeys.Parts(database, organizations, prices, grants, clock, UUID::randomUUID), keySwitch);
    }

    public Customer customer() {
        SigningKey wallet = newKey();
        return customer(wallet.address(), wallet);
    }

    public Customer customer(Address wallet, SigningKey walletKey) {
        var founded = (Organizations.Founded.Created) organizations.create(
                Organizations.Founding.of("Example Ltd", wallet, CHAIN, "Olivia", newKey().address()));
        var caller = new Caller(
                founded.organization().id(),
                founded.owner().id(),
                "Olivia",
                Locale.ENGLISH,
                Set.of(Role.OWNER),
                new Credential.Session(Optional.empty()));
        return new Customer(caller, wallet, walletKey);
    }

    /** What is granted, before anybody has signed. */
    public static SessionKeyGrant grant(Address wallet, Address key, BillingToken token, String limit, Instant expiry) {
        return new SessionKeyGrant(
                wallet,
                key,
                token.address(),
                token.units(new BigDecimal(limit)),
                expiry.getEpochSecond(),
                List.of("chat", "search"),
                nonce());
    }

    public static NewKey signed(SessionKeyGrant grant, BillingToken token, byte[] signature, SigningKey key) {
        return new NewKey(
                grant.key(),
                grant.token(),
                token.decimal(grant.limit()),
                Instant.ofEpochSecond(grant.expiresAt()),
                grant.routes(),
                Set.of(),
                grant.nonce(),
                signature,
                key.sign(grant.digest(CHAIN)).bytes());
    }

    public NewKey wanted(Customer customer, SigningKey key, BillingToken token, String limit) {
        var grant = grant(customer.wallet(), key.address(), token, limit, START.plus(Duration.ofDays(30)));
        return signed(
                grant, token, customer.walletKey().sign(grant.digest(CHAIN)).bytes(), key);
    }

    /** A key of 1,000 of the first token. */
    public SessionKey key(Customer customer, SigningKey key) {
        return ((CreateOutcome.Created) keys(KeySwitch.NONE)
                        .create(customer.caller(), wanted(customer, key, tokens.getFirst(), "1000")))
                .key();
    }
}
