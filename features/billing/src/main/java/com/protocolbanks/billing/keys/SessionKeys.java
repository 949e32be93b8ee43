package com.protocolbanks.billing.keys;

import static com.protocolbanks.database.generated.Tables.SESSION_KEYS;

import com.protocolbanks.billing.prices.PriceBooks;
import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Organization;
import com.protocolbanks.identity.Organizations;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** The session keys of an organization: creation by a signed grant, freeze and its end, and what happened to each. */
public final class SessionKeys {
    private final Parts parts;
    private final KeySwitch keySwitch;

    /**
     * What keeping keys rests on.
     *
     * @param database opened with the access layer's role; the worker's serves for all but {@link #create}
     * @param ids of new keys
     */
    public record Parts(
            Database database,
            Organizations organizations,
            PriceBooks prices,
            GrantCheck grants,
            Clock clock,
            Supplier<UUID> ids) {}

    public SessionKeys(Parts parts, KeySwitch keySwitch) {
        this.parts = parts;
        this.keySwitch = keySwitch;
    }

    /** What came of asking for a key. */
    public sealed interface CreateOutcome {
        record Created(SessionKey key) implements CreateOutcome {}

        /** The same grant made this key before; nothing was done. */
        record Already(SessionKey key) implements CreateOutcome {}

        /**
         * The key is not made; everything wrong with it is said at once.
         *
         * @param problems at least one
         */
        record Refused(List<KeyProblem> problems) implements CreateOutcome {}

        /** The chain had to be asked for the wallet's word and could not be. */
        record Unavailable(String reason) implements CreateOutcome {}
    }

    /** What came of freezing a key or ending that. */
    public sealed interface SwitchOutcome {
        /**
         * The key is as it was wanted.
         *
         * @param changed false when it was so before
         */
        record Now(SessionKey key, boolean changed) implements SwitchOutcome {}

        record NotFound() implements SwitchOutcome {}
    }

    /** The tokens a key may be made for. */
    public List<BillingToken> tokens() {
        return parts.grants.tokens();
    }

    /**
     * Makes a key. Who may is asked before; that the organization wants it is what its wallet's signature says.
     *
     * @param caller the member who hands in the grant
     */
    public CreateOutcome create(Caller caller, NewKey wanted) {
        Optional<Organization> organization = parts.organizations.find(caller.orgId());
        if (organization.isEmpty() || !organization.get().chainId().equals(parts.grants.chain())) {
            return new CreateOutcome.Refused(List.of(KeyProblem.SIGNATURE_WRONG));
        }
        Address wallet = organization.get().walletAddress();
        var prices = parts.prices.current(caller.orgId());
        return switch (parts.grants.check(wanted, wallet, prices, parts.clock.instant())) {
            case GrantCheck.Verdict.Bad(var problems) -> already(caller.orgId(), wanted, problems);
            case GrantCheck.Verdict.Unavailable(var reason) -> new CreateOutcome.Unavailable(reason);
            case GrantCheck.Verdict.Good(var token) -> stored(caller, wanted, wallet, token);
        };
    }

    private CreateOutcome stored(Caller caller, NewKey wanted, Address wallet, BillingToken token) {
        UUID id = parts.ids.get();
        CreateOutcome outcome;
        try {
            outcome = parts.database.inOrganization(caller.orgId(), dsl -> {
                insert(dsl, id, caller.orgId(), wanted, wallet, token);
                new KeyEvents(dsl, parts.clock)
                        .append(caller.orgId(), id, KeyEvents.Type.CREATED, null, caller.words());
                return new CreateOutcome.Created(
                        KeyRows.one(dsl, SESSION_KEYS.ID.eq(id)).orElseThrow());
            });
        } catch (IntegrityConstraintViolationException taken) {
            outcome = already(caller.orgId(), wanted, List.of(KeyProblem.KEY_TAKEN));
        }
        if (outcome instanceof CreateOutcome.Created(SessionKey key)) {
            keySwitch.publish(key);
        }
        return outcome;
    }

    /** The key that this grant made before, or the problems. */
    private CreateOutcome already(UUID orgId, NewKey wanted, List<KeyProblem> problems) {
        return parts.database.inOrganization(orgId, dsl -> {
            Optional<UUID> ofNonce = dsl.select(SESSION_KEYS.ID)
                    .from(SESSION_KEYS)
                    .where(
                            SESSION_KEYS.ORG_ID.eq(orgId),
                            SESSION_KEYS.NONCE.eq(wanted.nonce().bytes()))
                    .fetchOptional(Record1::value1);
            if (ofNonce.isEmpty()) {
                return new CreateOutcome.Refused(problems);
            }
            return KeyRows.one(
                            dsl,
                            SESSION_KEYS
                                    .ID
                                    .eq(ofNonce.get())
                                    .and(SESSION_KEYS.PUBLIC_KEY.eq(
                                            wanted.publicKey().lower()))
                                    .and(SESSION_KEYS.KEY_SIGNATURE.eq(wanted.keySignature())))
                    .<CreateOutcome>map(CreateOutcome.Already::new)
                    .orElseGet(() -> new CreateOutcome.Refused(List.of(KeyProblem.NONCE_USED)));
        });
    }

    private void insert(DSLContext dsl, UUID id, UUID orgId, NewKey wanted, Address wallet, BillingToken token) {
        dsl.insertInto(SESSION_KEYS)
                .set(SESSION_KEYS.ID, id)
                .set(SESSION_KEYS.ORG_ID, orgId)
                .set(SESSION_KEYS.PUBLIC_KEY, wanted.publicKey().lower())
                .set(SESSION_KEYS.LIMIT_AMOUNT, wanted.limitAmount())
                .set(SESSION_KEYS.EXPIRES_AT, wanted.expiresAt().atOffset(ZoneOffset.UTC))
                .set(SESSION_KEYS.CREATED_AT, now())
                .set(SESSION_KEYS.TOKEN, token.address().lower())
                .set(SESSION_KEYS.TOKEN_SYMBOL, token.symbol())
                .set(SESSION_KEYS.TOKEN_DECIMALS, token.decimals())
                .set(SESSION_KEYS.TOKEN_EIP712_NAME, token.eip712Name())
                .set(SESSION_KEYS.TOKEN_EIP712_VERSION, token.eip712Version())
                .set(SESSION_KEYS.NONCE, wanted.nonce().bytes())
                .set(SESSION_KEYS.ROUTES, wanted.routes().toArray(String[]::new))
                .set(SESSION_KEYS.PAYERS, payers(wanted, wallet))
                .set(SESSION_KEYS.GRANT_SIGNATURE, wanted.signature())
                .set(SESSION_KEYS.KEY_SIGNATURE, wanted.keySignature())
                .execute();
    }

    private static String[] payers(NewKey wanted, Address wallet) {
        return Stream.concat(Stream.of(wallet), wanted.payers().stream().sorted())
                .map(Address::lower)
                .distinct()
                .toArray(String[]::new);
    }

    /** The newest first. */
    public List<SessionKey> list(UUID orgId) {
        return parts.database.inOrganization(orgId, dsl -> KeyRows.all(dsl, SESSION_KEYS.ORG_ID.eq(orgId)));
    }

    public Optional<SessionKey> find(UUID orgId, UUID id) {
        return parts.database.inOrganization(
                orgId, dsl -> KeyRows.one(dsl, SESSION_KEYS.ID.eq(id).and(SESSION_KEYS.ORG_ID.eq(orgId))));
    }

    /** What happened to the key, the oldest first; nothing for a key of another organization. */
    public List<KeyEvent> events(UUID orgId, UUID id) {
        return parts.database.inOrganization(orgId, dsl -> new KeyEvents(dsl, parts.clock).of(id));
    }

    /**
     * Refuses everything new from now on. A key that is frozen already takes the new reason when that is {@link
     * FreezeReason#STOLEN}, which cuts what is on its way too; otherwise the first reason stays.
     *
     * @param by who, in stable words: {@link Caller#words()}, or a rule, or the chain
     */
    public SwitchOutcome freeze(UUID orgId, UUID id, FreezeReason reason, String by) {
        return change(orgId, id, (dsl, key) -> {
            boolean worse = reason == FreezeReason.STOLEN && key.reason() != FreezeReason.STOLEN;
            if (key.frozen() && !worse) {
                return false;
            }
            set(dsl, id, reason);
            new KeyEvents(dsl, parts.clock).append(orgId, id, KeyEvents.Type.FROZEN, reason.name(), by);
            return true;
        });
    }

    /** Lets the key spend again what its grant leaves. */
    public SwitchOutcome unfreeze(UUID orgId, UUID id, String by) {
        return change(orgId, id, (dsl, key) -> {
            if (!key.frozen()) {
                return false;
            }
            set(dsl, id, null);
            new KeyEvents(dsl, parts.clock).append(orgId, id, KeyEvents.Type.UNFROZEN, null, by);
            return true;
        });
    }

    /** Asks that what the key used is claimed on chain soon, whatever the amount. */
    public SwitchOutcome settle(UUID orgId, UUID id, String by) {
        return change(orgId, id, (dsl, key) -> {
            dsl.update(SESSION_KEYS)
                    .set(SESSION_KEYS.SETTLE_ASKED_AT, now())
                    .where(SESSION_KEYS.ID.eq(id))
                    .execute();
            new KeyEvents(dsl, parts.clock).append(orgId, id, KeyEvents.Type.SETTLE_ASKED, null, by);
            return true;
        });
    }

    /** A change of one key under its row's lock; true when there was something to do. */
    private interface Change {
        boolean of(DSLContext dsl, SessionKey key);
    }

    private SwitchOutcome change(UUID orgId, UUID id, Change change) {
        SwitchOutcome outcome = parts.database.inOrganization(orgId, dsl -> {
            var mine = SESSION_KEYS.ID.eq(id).and(SESSION_KEYS.ORG_ID.eq(orgId));
            if (dsl.select(SESSION_KEYS.ID)
                    .from(SESSION_KEYS)
                    .where(mine)
                    .forUpdate()
                    .fetch()
                    .isEmpty()) {
                return new SwitchOutcome.NotFound();
            }
            boolean changed = change.of(dsl, KeyRows.one(dsl, mine).orElseThrow());
            return new SwitchOutcome.Now(KeyRows.one(dsl, mine).orElseThrow(), changed);
        });
        if (outcome instanceof SwitchOutcome.Now now) {
            keySwitch.publish(now.key());
        }
        return outcome;
    }

    private void set(DSLContext dsl, UUID id, @Nullable FreezeReason reason) {
        dsl.update(SESSION_KEYS)
                .set(SESSION_KEYS.IS_FROZEN, reason != null)
                .set(SESSION_KEYS.FROZEN_REASON, reason == null ? null : reason.name())
                .set(SESSION_KEYS.FROZEN_AT, reason == null ? null : now())
                .set(SESSION_KEYS.GENERATION, SESSION_KEYS.GENERATION.plus(1))
                .where(SESSION_KEYS.ID.eq(id))
                .execute();
    }

    private OffsetDateTime now() {
        return parts.clock.instant().atOffset(ZoneOffset.UTC);
    }
}
