package com.protocolbanks.pb.company;

import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalContracts;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.identity.ApiKeys;
import com.protocolbanks.identity.Credential;
import com.protocolbanks.identity.Member;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Organization;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.identity.Role;
import com.protocolbanks.identity.Scope;
import com.protocolbanks.identity.secret.Secrets;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.Issuer;
import com.protocolbanks.payroll.fiat.BankOrder;
import com.protocolbanks.payroll.fiat.Debtors;
import com.protocolbanks.payroll.tokens.Token;
import com.protocolbanks.payroll.tokens.Tokens;
import com.protocolbanks.pb.standalone.Servers;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The company "Demo": a Safe of two owners, a preparer who is neither of them, and money to pay with. */
public final class DemoCompany {
    /** The owners of the Safe; both have to sign. */
    public static final List<DevAccount> OWNERS = List.of(DevAccount.ALL.get(1), DevAccount.ALL.get(2));

    private static final BigInteger FUNDS = BigInteger.TEN.pow(6);

    private final LocalContracts contracts;
    private final Database database;
    private final Clock clock;
    private final SecureRandom random;

    public DemoCompany(Servers servers, Database database, Clock clock, SecureRandom random) {
        this(servers.contracts(), database, clock, random);
    }

    public DemoCompany(LocalContracts contracts, Database database, Clock clock, SecureRandom random) {
        this.contracts = contracts;
        this.database = database;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Who acts in the demonstration.
     *
     * @param approvers one for each of {@link #OWNERS}, in that order
     */
    public record Cast(Organization organization, Actor preparer, List<Actor> approvers) {}

    /** A member, and the API key that acts as this member. */
    public record Actor(UUID memberId, String name, String apiKey) {}

    /** Founds the company, hires its people, enables its tokens and fills its wallet. */
    public Cast found() {
        var owners = OWNERS.stream().map(DevAccount::address).toList();
        var wallet = contracts.wallet(owners, owners.size(), 1);
        var members = new Members(database, clock, UUID::randomUUID);
        var founded = new Organizations(database, clock, UUID::randomUUID)
                .create(Organizations.Founding.of(
                        "Demo", wallet, new ChainId(LocalChain.CHAIN_ID), "Olivia Owner", owners.getFirst()));
        if (!(founded instanceof Organizations.Founded.Created(Organization organization, Member olivia))) {
            throw new ApiRefused("the organization could not be founded: " + founded);
        }
        var id = organization.id();
        var andrew =
                hired(members, id, "Andrew Approver 安德鲁", Set.of(Role.APPROVER, Role.OWNER), List.of(owners.get(1)));
        var paula = hired(
                members,
                id,
                "Paula Preparer 宝拉",
                Set.of(Role.PREPARER),
                List.of(DevAccount.ALL.get(3).address()));
        fund(organization);
        openBankAccount(members, organization, olivia);
        return new Cast(organization, actor(id, paula), List.of(actor(id, olivia), actor(id, andrew)));
    }

    private static Member hired(
            Members members, UUID organization, String name, Set<Role> roles, List<Address> wallets) {
        var outcome = members.add(
                organization, new Members.NewMember(name, Optional.empty(), Locale.ENGLISH, roles, wallets));
        if (outcome instanceof Members.Outcome.Changed(Member member)) {
            return member;
        }
        throw new ApiRefused("a member could not be added: " + outcome);
    }

    private void openBankAccount(Members members, Organization organization, Member owner) {
        var caller = members.caller(organization.id(), owner.id(), new Credential.Session(Optional.empty()))
                .orElseThrow();
        new Debtors(database, new Issuer(clock, UUID::randomUUID))
                .set(caller, new BankOrder.Debtor("Demo", "GB33BUKB20201555555555", "BUKBGB22"));
    }

    private Actor actor(UUID organization, Member member) {
        var made = new ApiKeys(database, new Secrets(random), clock)
                .create(organization, member.id(), "demo", EnumSet.allOf(Scope.class), Optional.empty());
        if (made instanceof ApiKeys.Made.Created(String text, ApiKeys.ApiKey _)) {
            return new Actor(member.id(), member.name(), text);
        }
        throw new ApiRefused("an API key could not be made: " + made);
    }

    private void fund(Organization organization) {
        var tokens = new Tokens(database);
        for (var token : List.of(DevelopmentToken.USDC, DevelopmentToken.USDT)) {
            var asset = new Asset(token.name(), token.decimals(), "USD");
            tokens.enable(organization.id(), new Token(asset, contracts.token(token), true));
            contracts.mint(token, organization.walletAddress(), FUNDS.multiply(BigInteger.TEN.pow(token.decimals())));
        }
    }
}
