package com.protocolbanks.identity;

import static com.protocolbanks.identity.Role.APPROVER;
import static com.protocolbanks.identity.Role.OWNER;
import static com.protocolbanks.identity.Role.PREPARER;
import static com.protocolbanks.identity.Role.VIEWER;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** One thing somebody wants to do inside an organization. */
public enum Permission {
    PAYOUTS_READ,
    /** Submit, edit, retry and cancel batches. */
    PAYOUTS_WRITE,
    PAYOUTS_APPROVE,
    EMPLOYEES_READ,
    EMPLOYEES_WRITE,
    /** Say that a new address of a known person is right; that it was somebody else's entry is looked at where it counts. */
    ADDRESSES_CONFIRM,
    /** Say what the bank did; the rule that this is not the maker is the batch's own. */
    FIAT_RESULTS,
    SESSION_KEYS_READ,
    /** Create session keys, end a freeze, set risk rules, ask for settlement. */
    SESSION_KEYS_WRITE,
    /** Stop a session key; whoever sees harm may. */
    SESSION_KEYS_FREEZE,
    MEMBERS_READ,
    MEMBERS_WRITE,
    KEYS_WRITE,
    SETTINGS_WRITE;

    private record Rule(Set<Role> roles, Optional<Scope> scope) {
        static Rule of(Scope scope, Role... roles) {
            return new Rule(Set.of(roles), Optional.of(scope));
        }

        /** No API key ever has it. */
        static Rule inPerson(Role... roles) {
            return new Rule(Set.of(roles), Optional.empty());
        }
    }

    /** The whole table of rights. */
    private Rule rule() {
        return switch (this) {
            case PAYOUTS_READ -> Rule.of(Scope.PAYOUTS_READ, OWNER, PREPARER, APPROVER, VIEWER);
            case PAYOUTS_WRITE -> Rule.of(Scope.PAYOUTS_WRITE, PREPARER);
            case PAYOUTS_APPROVE -> Rule.of(Scope.PAYOUTS_APPROVE, APPROVER);
            case EMPLOYEES_READ -> Rule.of(Scope.EMPLOYEES_READ, OWNER, PREPARER, APPROVER, VIEWER);
            case EMPLOYEES_WRITE -> Rule.of(Scope.EMPLOYEES_WRITE, PREPARER);
            case ADDRESSES_CONFIRM -> Rule.inPerson(OWNER, PREPARER, APPROVER);
            case FIAT_RESULTS -> Rule.of(Scope.FIAT_RESULTS, PREPARER, APPROVER);
            case SESSION_KEYS_READ -> Rule.of(Scope.SESSION_KEYS_READ, OWNER, PREPARER, APPROVER, VIEWER);
            case SESSION_KEYS_WRITE -> Rule.of(Scope.SESSION_KEYS_WRITE, OWNER, PREPARER);
            case SESSION_KEYS_FREEZE -> Rule.of(Scope.SESSION_KEYS_FREEZE, OWNER, PREPARER, APPROVER);
            case MEMBERS_READ -> Rule.inPerson(OWNER, PREPARER, APPROVER, VIEWER);
            case MEMBERS_WRITE, KEYS_WRITE, SETTINGS_WRITE -> Rule.inPerson(OWNER);
        };
    }

    /** Whether one of the roles has it. */
    public boolean isOf(Set<Role> roles) {
        return rule().roles().stream().anyMatch(roles::contains);
    }

    /** The scope an API key needs for it; empty when no key can have it. */
    public Optional<Scope> scope() {
        return rule().scope();
    }

    /** Everything the roles allow. */
    public static Set<Permission> of(Set<Role> roles) {
        var allowed = EnumSet.noneOf(Permission.class);
        for (var permission : values()) {
            if (permission.isOf(roles)) {
                allowed.add(permission);
            }
        }
        return allowed;
    }
}
