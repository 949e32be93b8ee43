package com.protocolbanks.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.identity.ApiKeys.Made;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ApiKeysTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private House house;
    private UUID orgId;
    private Member member;

    @BeforeEach
    void open() {
        house = new House(postgres.web());
        orgId = house.founded().organization().id();
        member = house.member(orgId, "Pia", Set.of(Role.PREPARER));
    }

    private Made.Created key(Scope... scopes) {
        return (Made.Created) house.keys.create(orgId, member.id(), "import", Set.of(scopes), Optional.empty());
    }

    @Test
    void aKeyActsAsItsMemberWithinItsScopes() {
        var made = key(Scope.PAYOUTS_WRITE, Scope.PAYOUTS_APPROVE);
        assertThat(made.text()).matches("pbk_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}");
        assertThat(made.text()).contains(made.key().prefix());
        assertThat(made.toString()).doesNotContain(made.text());
        var caller = house.keys.authenticate(made.text()).orElseThrow();
        assertThat(caller.orgId()).isEqualTo(orgId);
        assertThat(caller.memberId()).isEqualTo(member.id());
        assertThat(caller.memberName()).isEqualTo("Pia");
        assertThat(caller.may(Permission.PAYOUTS_WRITE)).isTrue();
        assertThat(caller.may(Permission.PAYOUTS_READ)).as("no such scope").isFalse();
        assertThat(caller.may(Permission.PAYOUTS_APPROVE)).as("no such role").isFalse();
        assertThat(caller.words()).contains(made.key().id().toString()).doesNotContain(made.text());
    }

    @Test
    void theSecretIsNotStored() {
        var made = key(Scope.PAYOUTS_READ);
        var secret = made.text().substring(made.text().lastIndexOf('_') + 1);
        var row = postgres.administrator()
                .acrossOrganizations(sql -> sql.fetchSingle(
                                "select k::text from api_keys k where id = ?",
                                made.key().id())
                        .get(0, String.class));
        assertThat(row).contains(made.key().prefix()).doesNotContain(secret);
    }

    @Test
    void nearlyTheKeyIsNotTheKey() {
        var text = key(Scope.PAYOUTS_READ).text();
        var last = text.charAt(text.length() - 1);
        assertThat(house.keys.authenticate(text.substring(0, text.length() - 1) + (last == 'a' ? 'b' : 'a')))
                .isEmpty();
        assertThat(house.keys.authenticate("pbk_00000000_" + text.substring(13)))
                .isEmpty();
        for (var other : new String[] {"", "pbk_", text + "a", text + "\n", " " + text, text.replace("pbk", "PBK")}) {
            assertThat(house.keys.authenticate(other)).as(other).isEmpty();
        }
    }

    @Test
    void aRevokedKeyEndsAtOnce() {
        var made = key(Scope.PAYOUTS_READ);
        var stranger = house.founded().organization().id();
        assertThat(house.keys.revoke(stranger, made.key().id())).isFalse();
        assertThat(house.keys.authenticate(made.text())).isPresent();
        assertThat(house.keys.revoke(orgId, made.key().id())).isTrue();
        assertThat(house.keys.authenticate(made.text())).isEmpty();
        assertThat(house.keys.revoke(orgId, made.key().id())).isFalse();
        assertThat(house.keys.list(orgId).getFirst().revokedAt()).contains(House.START);
        assertThat(house.keys.list(stranger)).isEmpty();
    }

    @Test
    void aKeyExpires() {
        var made = (Made.Created) house.keys.create(
                orgId, member.id(), "short", Set.of(Scope.PAYOUTS_READ), Optional.of(House.START.plusSeconds(60)));
        house.clock.advance(Duration.ofSeconds(59));
        assertThat(house.keys.authenticate(made.text())).isPresent();
        house.clock.advance(Duration.ofSeconds(1));
        assertThat(house.keys.authenticate(made.text())).isEmpty();
    }

    @Test
    void aKeyEndsWithItsMember() {
        var made = key(Scope.PAYOUTS_READ);
        house.members.deactivate(orgId, member.id());
        assertThat(house.keys.authenticate(made.text())).isEmpty();
        assertThat(house.keys.create(orgId, member.id(), "late", Set.of(Scope.PAYOUTS_READ), Optional.empty()))
                .isEqualTo(new Made.UnknownMember());
    }

    @Test
    void aKeyNeedsANameScopesAndAFuture() {
        assertThat(house.keys.create(orgId, member.id(), "", Set.of(Scope.PAYOUTS_READ), Optional.empty()))
                .isEqualTo(new Made.Unusable("name"));
        assertThat(house.keys.create(orgId, member.id(), "a", Set.of(), Optional.empty()))
                .isEqualTo(new Made.Unusable("scopes"));
        assertThat(house.keys.create(orgId, member.id(), "a", Set.of(Scope.PAYOUTS_READ), Optional.of(House.START)))
                .isEqualTo(new Made.Unusable("expiresAt"));
        var stranger = house.founded().owner().id();
        assertThat(house.keys.create(orgId, stranger, "a", Set.of(Scope.PAYOUTS_READ), Optional.empty()))
                .isEqualTo(new Made.UnknownMember());
    }

    @Test
    void useIsNotedOnceAMinute() {
        var made = key(Scope.PAYOUTS_READ);
        assertThat(lastUse()).isEmpty();
        house.keys.authenticate(made.text());
        assertThat(lastUse()).contains(House.START);
        house.clock.advance(Duration.ofSeconds(59));
        house.keys.authenticate(made.text());
        assertThat(lastUse()).contains(House.START);
        house.clock.advance(Duration.ofSeconds(1));
        house.keys.authenticate(made.text());
        assertThat(lastUse()).contains(House.START.plusSeconds(60));
    }

    private Optional<Instant> lastUse() {
        return house.keys.list(orgId).getFirst().lastUsedAt();
    }
}
