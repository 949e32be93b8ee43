package com.protocolbanks.billing.keys;

import static com.protocolbanks.billing.House.CHAIN;
import static com.protocolbanks.billing.House.COARSE;
import static com.protocolbanks.billing.House.FINE;
import static com.protocolbanks.billing.House.START;
import static com.protocolbanks.billing.House.USDC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.protocolbanks.billing.House;
import com.protocolbanks.billing.House.Customer;
import com.protocolbanks.billing.keys.SessionKeys.CreateOutcome;
import com.protocolbanks.billing.keys.SessionKeys.SwitchOutcome;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.signature.SafeMessage;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.x402.grant.SessionKeyGrant;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionKeysTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private final SigningKey key = House.newKey();
    private final List<SessionKey> published = new ArrayList<>();
    private House house;
    private SessionKeys keys;
    private Customer customer;

    @BeforeEach
    void open() {
        house = new House(postgres);
        keys = house.keys(published::add);
        customer = house.customer();
    }

    @Test
    void aGrantSignedByWalletAndKeyMakesAKey() {
        var created = created(house.wanted(customer, key, USDC, "1.00"));

        assertThat(created.publicKey()).isEqualTo(key.address());
        assertThat(created.limit()).isEqualTo(1_000_000);
        assertThat(created.used()).isZero();
        assertThat(created.left()).isEqualTo(1_000_000);
        assertThat(created.routes()).containsExactly("chat", "search");
        assertThat(created.payers()).containsExactly(customer.wallet());
        assertThat(created.frozen()).isFalse();
        assertThat(keys.list(orgId())).containsExactly(created);
        assertThat(keys.find(orgId(), created.id())).contains(created);
        assertThat(published).containsExactly(created);
        assertThat(keys.events(orgId(), created.id()))
                .extracting(KeyEvent::type, KeyEvent::actor)
                .containsExactly(tuple("CREATED", customer.caller().words()));
    }

    @Test
    void aSafesOwnersSignTogether() {
        SigningKey first = House.newKey();
        SigningKey second = House.newKey();
        Address safe = LocalChainFixture.contracts().wallet(List.of(first.address(), second.address()), 2, 0);
        Customer company = house.customer(safe, first);
        SessionKeyGrant grant = House.grant(safe, key.address(), USDC, "5", START.plus(Duration.ofDays(1)));

        assertThat(keys.create(company.caller(), House.signed(grant, USDC, owners(safe, grant, first), key)))
                .isEqualTo(new CreateOutcome.Refused(List.of(KeyProblem.SIGNATURE_WRONG)));
        assertThat(keys.create(company.caller(), House.signed(grant, USDC, owners(safe, grant, second, first), key)))
                .isInstanceOf(CreateOutcome.Created.class);
    }

    private static byte[] owners(Address safe, SessionKeyGrant grant, SigningKey... owners) {
        Hash32 digest = SafeMessage.digest(CHAIN, safe, grant.digest(CHAIN));
        Map<Address, Signature> byOwner = new HashMap<>();
        Arrays.stream(owners).forEach(owner -> byOwner.put(owner.address(), owner.sign(digest)));
        return SafeMessage.joined(byOwner);
    }

    @Test
    void everyFieldIsPartOfWhatWasSigned() {
        NewKey good = house.wanted(customer, key, USDC, "1.00");
        List<UnaryOperator<NewKey>> changes = List.of(
                it -> with(it, House.FINE.address(), "1", it.routes(), it.nonce()),
                it -> with(it, it.token(), "1.000001", it.routes(), it.nonce()),
                it -> with(it, it.token(), "1", List.of("search", "chat"), it.nonce()),
                it -> with(it, it.token(), "1", List.of("chat"), it.nonce()),
                it -> with(it, it.token(), "1", it.routes(), House.nonce()));

        for (UnaryOperator<NewKey> change : changes) {
            assertThat(problems(change.apply(good)))
                    .contains(KeyProblem.SIGNATURE_WRONG, KeyProblem.KEY_SIGNATURE_WRONG);
        }
        assertThat(keys.list(orgId())).isEmpty();
    }

    private static NewKey with(NewKey it, Address token, String limit, List<String> routes, Hash32 nonce) {
        return new NewKey(
                it.publicKey(),
                token,
                new BigDecimal(limit),
                it.expiresAt(),
                routes,
                it.payers(),
                nonce,
                it.signature(),
                it.keySignature());
    }

    @Test
    void anotherOrganizationsWalletGrantsNothing() {
        NewKey ofOthers = house.wanted(house.customer(), key, USDC, "1");

        assertThat(problems(ofOthers)).contains(KeyProblem.SIGNATURE_WRONG);
    }

    @Test
    void theGreatestLimitIsTheLastNumberTheStoreCountsExactly() {
        assertThat(created(house.wanted(customer, key, USDC, "9007199254.740991"))
                        .limit())
                .isEqualTo(BigInteger.valueOf((1L << 53) - 1));
        assertThat(created(house.wanted(customer, House.newKey(), FINE, "90071992.54740991"))
                        .limit())
                .isEqualTo(BigInteger.valueOf((1L << 53) - 1));
        assertThat(problems(house.wanted(customer, House.newKey(), USDC, "9007199254.740992")))
                .containsExactly(KeyProblem.LIMIT_OUT_OF_RANGE);
        assertThat(problems(house.wanted(customer, House.newKey(), FINE, "90071992.54740992")))
                .containsExactly(KeyProblem.LIMIT_OUT_OF_RANGE);
        assertThat(created(house.wanted(customer, House.newKey(), COARSE, "999999999999"))
                        .limit())
                .isEqualTo(999_999_999_999L);
        assertThat(problems(house.wanted(customer, House.newKey(), COARSE, "1000000000000")))
                .containsExactly(KeyProblem.LIMIT_OUT_OF_RANGE);
    }

    @Test
    void whatIsOutOfRangeIsSaidAllAtOnce() {
        NewKey bad = new NewKey(
                customer.wallet(),
                USDC.address(),
                new BigDecimal("0.0000001"),
                START,
                List.of("chat", "unpriced"),
                Set.of(),
                House.nonce(),
                new byte[0],
                new byte[0]);

        assertThat(problems(bad))
                .containsExactly(
                        KeyProblem.LIMIT_NOT_EXPRESSIBLE,
                        KeyProblem.EXPIRES_TOO_SOON,
                        KeyProblem.ROUTE_WITHOUT_PRICE,
                        KeyProblem.KEY_UNUSABLE);
    }

    @Test
    void aGrantWorksOnceAndItsRepeatFindsTheSameKey() {
        NewKey wanted = house.wanted(customer, key, USDC, "1");
        SessionKey first = created(wanted);

        assertThat(keys.create(customer.caller(), wanted)).isEqualTo(new CreateOutcome.Already(first));
        house.clock.advance(Duration.ofDays(60));
        assertThat(keys.create(customer.caller(), wanted)).isEqualTo(new CreateOutcome.Already(first));
    }

    @Test
    void aNonceAndAKeyServeOnce() {
        SessionKey first = created(house.wanted(customer, key, USDC, "1"));

        assertThat(problems(house.wanted(customer, key, USDC, "2"))).containsExactly(KeyProblem.KEY_TAKEN);
        assertThat(keys.list(orgId())).containsExactly(first);
    }

    @Test
    void aFreezeIsSeenByTheGatewayAndInTheTrail() {
        SessionKey created = created(house.wanted(customer, key, USDC, "1"));
        published.clear();

        var frozen = now(keys.freeze(orgId(), created.id(), FreezeReason.OVERSPEND, "member:x"));
        var worse = now(keys.freeze(orgId(), created.id(), FreezeReason.STOLEN, "member:x"));
        var again = now(keys.freeze(orgId(), created.id(), FreezeReason.MEMBER, "member:x"));
        var free = now(keys.unfreeze(orgId(), created.id(), "member:y"));

        assertThat(frozen.key().reason()).isEqualTo(FreezeReason.OVERSPEND);
        assertThat(worse.key().reason()).isEqualTo(FreezeReason.STOLEN);
        assertThat(again.changed()).isFalse();
        assertThat(again.key().reason()).isEqualTo(FreezeReason.STOLEN);
        assertThat(free.key().frozen()).isFalse();
        assertThat(free.key().generation()).isEqualTo(3);
        assertThat(published).extracting(SessionKey::generation).containsExactly(1L, 2L, 2L, 3L);
        assertThat(keys.events(orgId(), created.id()))
                .extracting(KeyEvent::type)
                .containsExactly("CREATED", "FROZEN", "FROZEN", "UNFROZEN");
        try (var gateway = Database.open(postgres.url(Role.GATEWAY), 1)) {
            assertThat(new KeyBook(gateway).byPublicKey(key.address())).contains(free.key());
            assertThat(new KeyBook(gateway).byPublicKey(House.newKey().address()))
                    .isEmpty();
        }
    }

    @Test
    void aFreezeOfWhichTheStoreDidNotHearIsToldAgainUntilItHas() {
        SessionKey created = created(house.wanted(customer, key, USDC, "1"));
        var away = new AtomicBoolean(true);
        var heard = new ArrayList<SessionKey>();
        KeySwitch store = one -> {
            if (!away.get() && one.id().equals(created.id())) {
                heard.add(one);
            }
            return !away.get();
        };
        house.keys(store).freeze(orgId(), created.id(), FreezeReason.STOLEN, "member:x");
        var herald = new FreezeHerald(postgres.worker(), store, house.clock);
        herald.round();
        assertThat(heard).isEmpty();

        away.set(false);
        herald.round();
        herald.round();
        assertThat(heard).extracting(SessionKey::reason).containsExactly(FreezeReason.STOLEN);
        keys.unfreeze(orgId(), created.id(), "member:x");
        herald.round();
        assertThat(heard).extracting(SessionKey::frozen).containsExactly(true, false);
    }

    @Test
    void anotherOrganizationNeitherSeesNorSwitchesIt() {
        SessionKey created = created(house.wanted(customer, key, USDC, "1"));
        UUID others = house.customer().caller().orgId();

        assertThat(keys.find(others, created.id())).isEmpty();
        assertThat(keys.events(others, created.id())).isEmpty();
        assertThat(keys.freeze(others, created.id(), FreezeReason.MEMBER, "x")).isEqualTo(new SwitchOutcome.NotFound());
        assertThat(keys.find(orgId(), created.id())).contains(created);
    }

    private UUID orgId() {
        return customer.caller().orgId();
    }

    private SessionKey created(NewKey wanted) {
        return ((CreateOutcome.Created) keys.create(customer.caller(), wanted)).key();
    }

    private List<KeyProblem> problems(NewKey wanted) {
        return ((CreateOutcome.Refused) keys.create(customer.caller(), wanted)).problems();
    }

    private static SwitchOutcome.Now now(SwitchOutcome outcome) {
        return (SwitchOutcome.Now) outcome;
    }
}
