package com.protocolbanks.billing.risk;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.House;
import com.protocolbanks.billing.Metered;
import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.billing.keys.KeyBook;
import com.protocolbanks.billing.keys.KeyEvent;
import com.protocolbanks.billing.keys.KeySwitch;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.billing.keys.SessionKeys;
import com.protocolbanks.billing.usage.UsageSync;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules over receipts that a real sync has stored. */
class RiskWatchTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private final SigningKey signer = House.newKey();
    private final List<SessionKey> published = new ArrayList<>();
    private House house;
    private House.Customer customer;
    private SessionKey key;
    private Metered channel;
    private SessionKeys keys;
    private RiskRules rules;
    private RiskWatch watch;

    @BeforeEach
    void open() {
        house = new House(postgres);
        customer = house.customer();
        key = house.key(customer, signer);
        channel = new Metered(key, signer);
        keys = house.keys(KeySwitch.NONE);
        rules = new RiskRules(postgres.web(), keys, published::add, house.clock, UUID::randomUUID);
        watch = new RiskWatch(postgres.worker(), house.keys(postgres.worker(), KeySwitch.NONE), house.clock);
    }

    private UUID orgId() {
        return customer.caller().orgId();
    }

    private RiskRule rule(RiskRule.Kind kind, String most) {
        return ((RiskRules.Added.Now) rules.add(orgId(), Optional.empty(), kind, new BigDecimal(most), "member:x"))
                .rule();
    }

    /** Receipts are of {@link House#START}, a millisecond apart. */
    private void used(int requests, long units) {
        channel.write(redis.connection(), channel.voucher(1_000_000_000));
        channel.write(redis.connection(), channel.charges(requests, units));
        try (var sync = new UsageSync(
                postgres.worker(),
                redis.connection(),
                Metered.DOMAIN,
                house.clock,
                new UsageSync.Settings("worker-" + UUID.randomUUID(), Duration.ZERO))) {
            sync.round();
        }
    }

    private SessionKey now() {
        return new KeyBook(postgres.worker()).byId(key.id()).orElseThrow();
    }

    @Test
    void whatIsWithinTheRulesStaysFree() {
        rule(RiskRule.Kind.REQUESTS_PER_MINUTE, "10");
        rule(RiskRule.Kind.SPEND_PER_MINUTE, "0.01");
        rule(RiskRule.Kind.SPEND_PER_DAY, "0.01");
        used(10, 1_000);

        assertThat(watch.round()).isZero();
        assertThat(now().frozen()).isFalse();
    }

    @Test
    void tooManyRequestsInAMinuteFreeze() {
        var rule = rule(RiskRule.Kind.REQUESTS_PER_MINUTE, "10");
        used(11, 1);

        assertThat(watch.round()).isEqualTo(1);
        assertThat(now().reason()).isEqualTo(FreezeReason.RULE);
        assertThat(keys.events(orgId(), key.id())).extracting(KeyEvent::actor).contains("rule:" + rule.id());
        assertThat(watch.round()).isZero();
    }

    @Test
    void tooMuchInAMinuteOrADayFreezes() {
        rule(RiskRule.Kind.SPEND_PER_MINUTE, "0.0099");
        used(10, 1_000);
        assertThat(watch.round()).isEqualTo(1);

        var second = House.newKey();
        key = house.key(customer, second);
        channel = new Metered(key, second);
        rules.list(orgId()).forEach(rule -> rules.remove(orgId(), rule.id()));
        rule(RiskRule.Kind.SPEND_PER_DAY, "0.0099");
        used(10, 1_000);
        house.clock.advance(Duration.ofHours(23));
        assertThat(watch.round()).isEqualTo(1);
        assertThat(now().frozen()).isTrue();
    }

    @Test
    void aModelOfADearerTierFreezes() {
        rule(RiskRule.Kind.MODEL_PRICE, "1.50");
        used(1, 1_000);
        assertThat(watch.round()).isZero();

        rule(RiskRule.Kind.MODEL_PRICE, "1.49");
        assertThat(watch.round()).isEqualTo(1);
        assertThat(now().reason()).isEqualTo(FreezeReason.RULE);
        assertThat(watch.round()).isZero();
    }

    @Test
    void aCountryMoreThanAllowedFreezesOnce() {
        try (var database = Database.open(postgres.url(Role.GATEWAY), 1)) {
            var countries = new KeyCountries(database, house.clock);
            rule(RiskRule.Kind.COUNTRIES, "1");
            countries.note(signer.address(), "NZ");
            countries.note(signer.address(), "NZ");
            countries.note(House.newKey().address(), "AU");
            assertThat(watch.round()).isZero();

            countries.note(signer.address(), "AU");
            assertThat(watch.round()).isEqualTo(1);
            assertThat(now().reason()).isEqualTo(FreezeReason.RULE);

            house.clock.advance(Duration.ofMinutes(1));
            keys.unfreeze(orgId(), key.id(), "member:x");
            countries.note(signer.address(), "AU");
            assertThat(watch.round()).isZero();
        }
    }

    @Test
    void whatWasUsedBeforeAMemberEndedTheFreezeDoesNotCountAgain() {
        rule(RiskRule.Kind.SPEND_PER_DAY, "0.0099");
        used(10, 1_000);
        watch.round();
        house.clock.advance(Duration.ofMinutes(1));
        keys.unfreeze(orgId(), key.id(), "member:x");

        assertThat(watch.round()).isZero();
        assertThat(now().frozen()).isFalse();
    }

    @Test
    void aRuleIsForItsOrganizationAndItsKeyAlone() {
        var others = house.customer();
        rules.add(
                others.caller().orgId(),
                Optional.empty(),
                RiskRule.Kind.REQUESTS_PER_MINUTE,
                BigDecimal.ZERO,
                "member:x");
        var sister = house.key(customer, House.newKey());
        rules.add(orgId(), Optional.of(sister.id()), RiskRule.Kind.REQUESTS_PER_MINUTE, BigDecimal.ZERO, "member:x");
        used(5, 1);

        assertThat(watch.round()).isZero();
        assertThat(rules.remove(
                        orgId(), rules.list(others.caller().orgId()).getFirst().id()))
                .isFalse();
    }

    @Test
    void aRuleOnRequestsReachesTheGatewayAtOnce() {
        rule(RiskRule.Kind.REQUESTS_PER_MINUTE, "60");
        rule(RiskRule.Kind.REQUESTS_PER_MINUTE, "30");

        assertThat(published.getLast().requestsPerMinute()).isEqualTo(30);
        assertThat(now().requestsPerMinute()).isEqualTo(30);
        assertThat(rules.add(
                        orgId(),
                        Optional.empty(),
                        RiskRule.Kind.REQUESTS_PER_MINUTE,
                        new BigDecimal("1.5"),
                        "member:x"))
                .isEqualTo(new RiskRules.Added.OutOfRange());
        assertThat(rules.add(
                        orgId(),
                        Optional.of(UUID.randomUUID()),
                        RiskRule.Kind.SPEND_PER_DAY,
                        BigDecimal.ONE,
                        "member:x"))
                .isEqualTo(new RiskRules.Added.UnknownKey());
    }
}
