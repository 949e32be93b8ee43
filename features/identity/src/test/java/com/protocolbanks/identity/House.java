package com.protocolbanks.identity;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.SettableClock;
import com.protocolbanks.identity.secret.Secrets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Everything of this feature over one database, and organizations to try it with. */
public final class House {
    public static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    public static final ChainId CHAIN = new ChainId(31_337);

    public final Database database;
    public final SettableClock clock = new SettableClock(START);
    public final SecureRandom random = new SecureRandom();
    public final Secrets secrets = new Secrets(random);
    public final Organizations organizations;
    public final Members members;
    public final ApiKeys keys;

    public House(Database database) {
        this.database = database;
        this.organizations = new Organizations(database, clock, UUID::randomUUID);
        this.members = new Members(database, clock, UUID::randomUUID);
        this.keys = new ApiKeys(database, secrets, clock);
    }

    public SigningKey wallet() {
        return SigningKey.generate(random);
    }

    /** A new organization whose first member has that wallet. */
    public Organizations.Founded.Created founded(String name, Address owner) {
        return (Organizations.Founded.Created)
                organizations.create(Organizations.Founding.of(name, wallet().address(), CHAIN, "Olivia Owner", owner));
    }

    public Organizations.Founded.Created founded() {
        return founded("Example Ltd", wallet().address());
    }

    public Member member(UUID orgId, String name, Set<Role> roles, Address... wallets) {
        var outcome = members.add(
                orgId, new Members.NewMember(name, Optional.empty(), Locale.CHINESE, roles, List.of(wallets)));
        return ((Members.Outcome.Changed) outcome).member();
    }
}
