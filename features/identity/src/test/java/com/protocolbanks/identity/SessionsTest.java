package com.protocolbanks.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.identity.Sessions.Found;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisScript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionsTest {
    private static final RedisScript<Optional<String>> ONLY_KEY =
            RedisScript.returningText("return redis.call('KEYS', 'pb:session:*')[1]");
    private static final RedisScript<Long> LIFE =
            RedisScript.returningNumber("return redis.call('PTTL', redis.call('KEYS', 'pb:session:*')[1])");

    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private House house;
    private Sessions sessions;
    private UUID orgId;
    private Member member;

    @BeforeEach
    void open() {
        house = new House(postgres.web());
        sessions = new Sessions(house.database, redis.connection(), house.secrets, house.clock);
        orgId = house.founded().organization().id();
        member = house.member(orgId, "Ada", Set.of(Role.APPROVER));
    }

    private Found.Active begun() {
        return (Found.Active) sessions.create(orgId, member.id(), Optional.empty());
    }

    @Test
    void aSessionIsItsMember() {
        var wallet = house.wallet().address();
        var begun = (Found.Active) sessions.create(orgId, member.id(), Optional.of(wallet));
        assertThat(begun.id()).hasSize(43);
        assertThat(begun.toString())
                .doesNotContain(begun.id())
                .doesNotContain(begun.session().csrfSecret());
        var found = (Found.Active) sessions.find(begun.id());
        assertThat(found).isEqualTo(begun);
        assertThat(found.session().caller().memberId()).isEqualTo(member.id());
        assertThat(found.session().caller().credential()).isEqualTo(new Credential.Session(Optional.of(wallet)));
        assertThat(found.session().endsAt()).isEqualTo(House.START.plus(Duration.ofDays(7)));
    }

    @Test
    void redisNeverSeesTheId() {
        var begun = begun();
        assertThat(redis.connection()
                        .run(ONLY_KEY, List.of(), List.of())
                        .orThrow()
                        .orElseThrow())
                .doesNotContain(begun.id());
    }

    @Test
    void eachUseMakesItLastTwelveHoursWithinSevenDays() {
        var begun = begun();
        for (int hour = 0; hour < 7 * 24 - 6; hour += 6) {
            assertThat(sessions.find(begun.id())).isInstanceOf(Found.Active.class);
            house.clock.advance(Duration.ofHours(6));
        }
        assertThat(sessions.find(begun.id())).isInstanceOf(Found.Active.class);
        assertThat(Duration.ofMillis(
                        redis.connection().run(LIFE, List.of(), List.of()).orThrow()))
                .isBetween(Duration.ofMinutes(359), Duration.ofHours(6));
        house.clock.advance(Duration.ofHours(6));
        assertThat(sessions.find(begun.id())).isEqualTo(new Found.Absent());
        assertThat(redis.connection().run(ONLY_KEY, List.of(), List.of()).orThrow())
                .isEmpty();
    }

    @Test
    void aRevokedSessionIsGone() {
        var begun = begun();
        var other = begun();
        sessions.revoke(begun.id());
        assertThat(sessions.find(begun.id())).isEqualTo(new Found.Absent());
        assertThat(sessions.find(other.id())).isInstanceOf(Found.Active.class);
        assertThat(sessions.find("")).isEqualTo(new Found.Absent());
    }

    @Test
    void allSessionsOfAMemberEndAtOnceAndNewOnesBegin() {
        var first = begun();
        var second = begun();
        var other = (Found.Active) sessions.create(
                orgId, house.member(orgId, "Eve", Set.of(Role.VIEWER)).id(), Optional.empty());
        sessions.revokeAll(orgId, member.id());
        assertThat(sessions.find(first.id())).isEqualTo(new Found.Absent());
        assertThat(sessions.find(second.id())).isEqualTo(new Found.Absent());
        assertThat(sessions.find(other.id())).isInstanceOf(Found.Active.class);
        house.clock.advance(Duration.ofMillis(1));
        assertThat(begun()).isInstanceOf(Found.Active.class);
    }

    @Test
    void aSessionEndsWithItsMember() {
        var begun = begun();
        house.members.deactivate(orgId, member.id());
        assertThat(sessions.find(begun.id())).isEqualTo(new Found.Absent());
        assertThat(sessions.create(orgId, member.id(), Optional.empty())).isEqualTo(new Found.Absent());
    }

    @Test
    void aChangedRoleCountsInARunningSession() {
        var begun = begun();
        house.members.setRoles(orgId, member.id(), Set.of(Role.VIEWER));
        var found = (Found.Active) sessions.find(begun.id());
        assertThat(found.session().caller().may(Permission.PAYOUTS_APPROVE)).isFalse();
    }

    @Test
    void whenRedisForgetsPeopleSignInAgain() {
        var begun = begun();
        redis.flushAll();
        assertThat(sessions.find(begun.id())).isEqualTo(new Found.Absent());
    }

    @Test
    void whileRedisIsAwayNobodyIsLetInOrTurnedAway() {
        try (var nowhere = RedisConnection.open("redis://127.0.0.1:1")) {
            var away = new Sessions(house.database, nowhere, house.secrets, house.clock);
            assertThat(away.find("x")).isInstanceOf(Found.Unavailable.class);
            assertThat(away.create(orgId, member.id(), Optional.empty())).isInstanceOf(Found.Unavailable.class);
            assertThatThrownBy(() -> away.revoke("x")).isInstanceOf(IllegalStateException.class);
        }
    }
}
