package com.protocolbanks.web;

import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.identity.ApiKeys;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.identity.Role;
import com.protocolbanks.identity.Scope;
import com.protocolbanks.identity.secret.Secrets;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.tokens.Token;
import com.protocolbanks.payroll.tokens.Tokens;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** An organization that pays in USDC, and the API key of its preparer. */
record Tenant(UUID orgId, String key) {
    static Tenant found(RealPostgres postgres, String name, Address wallet) {
        var database = postgres.web();
        var clock = Clock.systemUTC();
        var created = (Organizations.Founded.Created) new Organizations(database, clock, UUID::randomUUID)
                .create(Organizations.Founding.of(name, wallet, new ChainId(31_337), "Olivia", wallet));
        var orgId = created.organization().id();
        new Tokens(database)
                .enable(
                        orgId,
                        new Token(
                                new Asset("USDC", 6, "USD"),
                                LocalChainFixture.contracts().token(DevelopmentToken.USDC),
                                true));
        var preparer = (Members.Outcome.Changed) new Members(database, clock, UUID::randomUUID)
                .add(
                        orgId,
                        new Members.NewMember(
                                "Paula", Optional.empty(), Locale.ENGLISH, Set.of(Role.PREPARER), List.of()));
        var made = (ApiKeys.Made.Created) new ApiKeys(database, new Secrets(new SecureRandom()), clock)
                .create(orgId, preparer.member().id(), "test", EnumSet.allOf(Scope.class), Optional.empty());
        return new Tenant(orgId, made.text());
    }
}
