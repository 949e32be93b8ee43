package com.protocolbanks.payroll;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Credential;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Organization;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.identity.Role;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.bank.BankVault;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.tokens.Token;
import com.protocolbanks.payroll.tokens.Tokens;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** An organization with a preparer and an approver, USDT (6 decimals) and USDC at par, and everything to submit payrolls. */
public final class Company {
    public static final Address MULTI_SEND = Address.of("0x00000000000000000000000000000000000000aa");
    public static final Address USDT = Address.of("0x00000000000000000000000000000000000000b1");
    public static final Address USDC = Address.of("0x00000000000000000000000000000000000000b2");

    public final Database database;
    public final Organization organization;
    public final Caller preparer;
    public final Caller approver;
    public final Issuer issuer;
    public final BankVault vault = new BankVault(new byte[32], new SecureRandom());

    private Company(Database database, Clock clock, Address wallet, Address approverWallet) {
        this.database = database;
        this.issuer = new Issuer(clock, UUID::randomUUID);
        var founded = new Organizations(database, clock, UUID::randomUUID)
                .create(Organizations.Founding.of("Acme", wallet, new ChainId(31_337), "Olga", approverWallet));
        var created = (Organizations.Founded.Created) founded;
        this.organization = created.organization();
        this.approver = caller(created.owner().id());
        new Members(database, clock, UUID::randomUUID).noteProof(id(), approver.memberId(), approverWallet);
        this.preparer = caller(member("Paul", Set.of(Role.PREPARER), List.of()));
        var tokens = new Tokens(database);
        tokens.enable(organization.id(), new Token(new Asset("USDT", 6, "USD"), USDT, true));
        tokens.enable(organization.id(), new Token(new Asset("USDC", 6, "USD"), USDC, true));
    }

    public static Company in(Database database) {
        return in(database, Clock.systemUTC(), randomAddress(), randomAddress());
    }

    public static Company in(Database database, Clock clock, Address wallet, Address approverWallet) {
        return new Company(database, clock, wallet, approverWallet);
    }

    public UUID id() {
        return organization.id();
    }

    public UUID member(String name, Set<Role> roles, List<Address> wallets) {
        var members = new Members(database, issuer.clock(), issuer.ids());
        var outcome = members.add(
                organization.id(), new Members.NewMember(name, Optional.empty(), Locale.ENGLISH, roles, wallets));
        return ((Members.Outcome.Changed) outcome).member().id();
    }

    /** A member with role approver who has proved to hold that wallet. */
    public Caller anotherApprover(String name, Address wallet) {
        var member = member(name, Set.of(Role.APPROVER), List.of(wallet));
        new Members(database, issuer.clock(), issuer.ids()).noteProof(id(), member, wallet);
        return caller(member);
    }

    public Members members() {
        return new Members(database, issuer.clock(), issuer.ids());
    }

    public Organizations organizations() {
        return new Organizations(database, issuer.clock(), issuer.ids());
    }

    public Caller caller(UUID member) {
        return new Members(database, issuer.clock(), issuer.ids())
                .caller(organization.id(), member, new Credential.Session(Optional.empty()))
                .orElseThrow();
    }

    public Payroll payroll() {
        return new Payroll(
                database,
                new Organizations(database, issuer.clock(), issuer.ids()),
                vault,
                PayrollTerms.paidBy(MULTI_SEND),
                issuer);
    }

    public UUID accepted(Submission submission) {
        var result = payroll().submit(preparer, submission);
        if (result instanceof SubmitResult.Accepted(var batch)) {
            return batch.id();
        }
        throw new AssertionError("not accepted: " + result);
    }

    public static Submission rows(List<Map<Column, String>> items) {
        return new Submission("USDT", Optional.empty(), new Submission.Rows(items), Set.of(), Optional.empty());
    }

    public static Map<Column, String> row(String name, String address, String amount) {
        Map<Column, String> row = new EnumMap<>(Column.class);
        row.put(Column.NAME, name);
        row.put(Column.WALLET, address);
        row.put(Column.AMOUNT, amount);
        return row;
    }

    /** People nobody has met before, with addresses of their own and amounts from 1000.000001 on. */
    public static List<Map<Column, String>> people(int count) {
        List<Map<Column, String>> rows = new ArrayList<>(count);
        var family = UUID.randomUUID().toString();
        for (int i = 1; i <= count; i++) {
            rows.add(row(
                    "Person " + i + " of " + family, randomAddress().toString(), "%d.%06d".formatted(1000 + i % 7, i)));
        }
        return rows;
    }

    public static Address randomAddress() {
        byte[] bytes = new byte[20];
        new SecureRandom().nextBytes(bytes);
        return new Address(bytes);
    }
}
