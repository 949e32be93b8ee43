package com.protocolbanks.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PermissionTest {
    private static Caller caller(Set<Role> roles, Credential credential) {
        return new Caller(new UUID(0, 1), new UUID(0, 2), "A", Locale.ENGLISH, roles, credential);
    }

    private static final Credential SESSION = new Credential.Session(Optional.empty());

    @Test
    void preparingAndApprovingAreDifferentTrusts() {
        var preparer = caller(Set.of(Role.PREPARER), SESSION);
        assertThat(preparer.may(Permission.PAYOUTS_WRITE)).isTrue();
        assertThat(preparer.may(Permission.PAYOUTS_APPROVE)).isFalse();
        var approver = caller(Set.of(Role.APPROVER), SESSION);
        assertThat(approver.may(Permission.PAYOUTS_APPROVE)).isTrue();
        assertThat(approver.may(Permission.PAYOUTS_WRITE)).isFalse();
        assertThat(caller(Set.of(Role.OWNER), SESSION).may(Permission.PAYOUTS_APPROVE))
                .isFalse();
    }

    @Test
    void aViewerReads() {
        assertThat(Permission.of(Set.of(Role.VIEWER)))
                .containsExactlyInAnyOrder(
                        Permission.PAYOUTS_READ,
                        Permission.EMPLOYEES_READ,
                        Permission.SESSION_KEYS_READ,
                        Permission.MEMBERS_READ);
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void withoutARoleNothingIsAllowed(Permission permission) {
        assertThat(caller(Set.of(), SESSION).may(permission)).isFalse();
        assertThat(caller(Set.of(), new Credential.ApiKey(new UUID(0, 3), EnumSet.allOf(Scope.class)))
                        .may(permission))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void aKeyHasItsScopesAndNothingInPerson(Permission permission) {
        var everyRole = EnumSet.allOf(Role.class);
        var none = caller(everyRole, new Credential.ApiKey(new UUID(0, 3), Set.of()));
        assertThat(none.may(permission)).isFalse();
        var all = caller(everyRole, new Credential.ApiKey(new UUID(0, 3), EnumSet.allOf(Scope.class)));
        assertThat(all.may(permission)).isEqualTo(permission.scope().isPresent());
        assertThat(caller(everyRole, SESSION).may(permission)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void everyScopeOpensOnePermission(Scope scope) {
        var caller = caller(EnumSet.allOf(Role.class), new Credential.ApiKey(new UUID(0, 3), Set.of(scope)));
        assertThat(EnumSet.allOf(Permission.class).stream().filter(caller::may)).hasSize(1);
    }
}
