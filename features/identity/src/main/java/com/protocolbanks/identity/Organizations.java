package com.protocolbanks.identity;

import static com.protocolbanks.database.generated.Tables.ORGANIZATIONS;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.generated.tables.records.OrganizationsRecord;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.exception.IntegrityConstraintViolationException;

/** The customers. */
public final class Organizations {
    private static final Set<Role> FIRST_MEMBER = Set.of(Role.OWNER, Role.APPROVER);

    private final Database database;
    private final Clock clock;
    private final Supplier<UUID> ids;

    public Organizations(Database database, Clock clock, Supplier<UUID> ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * An organization to be.
     *
     * @param name 1 to 200 characters
     * @param walletAddress the account that pays; no other organization has it
     * @param ownerName 1 to 200 characters
     * @param ownerAddress with which the first member signs in
     */
    public record Founding(
            String name,
            Address walletAddress,
            ChainId chainId,
            PayoutMode payoutMode,
            Locale locale,
            String ownerName,
            Address ownerAddress) {
        /** In English, paid as a module of a Safe. */
        public static Founding of(
                String name, Address walletAddress, ChainId chainId, String ownerName, Address ownerAddress) {
            return new Founding(
                    name, walletAddress, chainId, PayoutMode.MODULE, Locale.ENGLISH, ownerName, ownerAddress);
        }
    }

    /** What came of founding one. */
    public sealed interface Founded {
        /**
         * The organization is there, with its first member.
         *
         * @param owner the first member, who is owner and approver
         */
        record Created(Organization organization, Member owner) implements Founded {}

        /** Another organization pays from that account. */
        record WalletTaken(Address walletAddress) implements Founded {}

        /**
         * A name cannot be used as it is.
         *
         * @param field the name that cannot be used as it is
         */
        record Unusable(String field) implements Founded {}
    }

    public Founded create(Founding founding) {
        if (!Text.isName(founding.name())) {
            return new Founded.Unusable("name");
        }
        if (!Text.isName(founding.ownerName())) {
            return new Founded.Unusable("ownerName");
        }
        var id = ids.get();
        try {
            return database.inOrganization(id, sql -> {
                sql.insertInto(ORGANIZATIONS)
                        .set(ORGANIZATIONS.ID, id)
                        .set(ORGANIZATIONS.NAME, founding.name().strip())
                        .set(
                                ORGANIZATIONS.WALLET_ADDRESS,
                                founding.walletAddress().lower())
                        .set(ORGANIZATIONS.CHAIN_ID, founding.chainId().value())
                        .set(ORGANIZATIONS.PAYOUT_MODE, founding.payoutMode().name())
                        .set(ORGANIZATIONS.LOCALE, Text.language(founding.locale()))
                        .set(ORGANIZATIONS.CREATED_AT, Text.at(clock.instant()))
                        .execute();
                var rows = new MemberRows(sql, id);
                var owner = ids.get();
                rows.insert(
                        owner,
                        new Members.NewMember(
                                founding.ownerName(),
                                Optional.empty(),
                                founding.locale(),
                                FIRST_MEMBER,
                                List.of(founding.ownerAddress())),
                        clock.instant());
                return new Founded.Created(
                        find(sql.fetchSingle(ORGANIZATIONS, ORGANIZATIONS.ID.eq(id))),
                        rows.find(owner).orElseThrow());
            });
        } catch (IntegrityConstraintViolationException taken) {
            return new Founded.WalletTaken(founding.walletAddress());
        }
    }

    public Optional<Organization> find(UUID orgId) {
        return database.inOrganization(
                orgId,
                sql -> sql.fetchOptional(ORGANIZATIONS, ORGANIZATIONS.ID.eq(orgId))
                        .map(Organizations::find));
    }

    private static Organization find(OrganizationsRecord row) {
        return new Organization(
                row.getId(),
                row.getName(),
                Address.of(row.getWalletAddress()),
                new ChainId(row.getChainId()),
                PayoutMode.valueOf(row.getPayoutMode()),
                Locale.of(row.getLocale()));
    }
}
