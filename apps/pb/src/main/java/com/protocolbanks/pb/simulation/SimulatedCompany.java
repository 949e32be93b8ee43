package com.protocolbanks.pb.simulation;

import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalContracts;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.signature.SafeMessage;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Credential;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Organization;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.identity.Role;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.Issuer;
import com.protocolbanks.payroll.Payroll;
import com.protocolbanks.payroll.PayrollTerms;
import com.protocolbanks.payroll.Submission;
import com.protocolbanks.payroll.SubmitResult;
import com.protocolbanks.payroll.approval.ApprovalRequest;
import com.protocolbanks.payroll.approval.ApprovalRequests;
import com.protocolbanks.payroll.approval.Approvals;
import com.protocolbanks.payroll.approval.PayoutContracts;
import com.protocolbanks.payroll.bank.BankVault;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.tokens.Token;
import com.protocolbanks.payroll.tokens.Tokens;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** A company with a Safe of two owners, that submits and signs payrolls by the product's own code. */
final class SimulatedCompany {
    private static final List<DevAccount> OWNERS = List.of(DevAccount.ALL.get(1), DevAccount.ALL.get(2));
    private static final BigInteger FUNDS = BigInteger.TEN.pow(12);
    private static final ChainId CHAIN = new ChainId(LocalChain.CHAIN_ID);
    private static final Duration VALIDITY = Duration.ofDays(7);
    private static final int CENTS = 10_000;

    private final Database web;
    private final LocalContracts contracts;
    private final ChainClient chain;
    private final Organization organization;
    private final Caller preparer;
    private final List<Caller> approvers;

    private SimulatedCompany(
            Database web, LocalContracts contracts, ChainClient chain, Organization organization, Hired hired) {
        this.web = web;
        this.contracts = contracts;
        this.chain = chain;
        this.organization = organization;
        this.preparer = hired.preparer;
        this.approvers = hired.approvers;
    }

    private record Hired(Caller preparer, List<Caller> approvers) {}

    /** One person to be paid, in the token's smallest unit. */
    record Payee(Address wallet, BigInteger units) {}

    /** A signed payroll. */
    record Approved(UUID batch, List<Payee> payees) {}

    static SimulatedCompany found(Database web, LocalContracts contracts, ChainClient chain, Issuer issuer) {
        var owners = OWNERS.stream().map(DevAccount::address).toList();
        var wallet = contracts.wallet(owners, owners.size(), 1);
        var organizations = new Organizations(web, issuer.clock(), issuer.ids());
        var founded = organizations.create(
                Organizations.Founding.of("Simulated", wallet, CHAIN, "Olivia", owners.getFirst()));
        if (!(founded instanceof Organizations.Founded.Created(var organization, var olivia))) {
            throw new IllegalStateException("not founded: " + founded);
        }
        var members = new Members(web, issuer.clock(), issuer.ids());
        var andrew = hired(members, organization, "Andrew", Set.of(Role.APPROVER), List.of(owners.get(1)));
        var paula = hired(members, organization, "Paula", Set.of(Role.PREPARER), List.of());
        members.noteProof(organization.id(), olivia.id(), owners.get(0));
        members.noteProof(organization.id(), andrew, owners.get(1));
        var usdc = new Asset("USDC", DevelopmentToken.USDC.decimals(), "USD");
        new Tokens(web).enable(organization.id(), new Token(usdc, contracts.token(DevelopmentToken.USDC), true));
        contracts.mint(DevelopmentToken.USDC, wallet, FUNDS);
        var callers = List.of(paula, olivia.id(), andrew).stream()
                .map(member -> members.caller(organization.id(), member, new Credential.Session(Optional.empty()))
                        .orElseThrow())
                .toList();
        return new SimulatedCompany(
                web, contracts, chain, organization, new Hired(callers.getFirst(), callers.subList(1, 3)));
    }

    private static UUID hired(
            Members members, Organization organization, String name, Set<Role> roles, List<Address> wallets) {
        var outcome = members.add(
                organization.id(), new Members.NewMember(name, Optional.empty(), Locale.ENGLISH, roles, wallets));
        if (outcome instanceof Members.Outcome.Changed(var member)) {
            return member.id();
        }
        throw new IllegalStateException("not hired: " + outcome);
    }

    Organization organization() {
        return organization;
    }

    /** What its wallet holds while nothing is paid. */
    BigInteger funds() {
        return FUNDS;
    }

    BigInteger balance(Address account) {
        return contracts.balance(DevelopmentToken.USDC, account);
    }

    /** Submits a payroll of so many new people, and has it signed by both owners. */
    Approved approved(int people, int chunkSize, Issuer issuer, RandomGenerator random) {
        var payees = payees(people, random);
        var organizations = new Organizations(web, issuer.clock(), issuer.ids());
        var payroll = new Payroll(
                web,
                organizations,
                new BankVault(new byte[32], new SecureRandom()),
                PayrollTerms.paidBy(contracts.multiSend()),
                issuer);
        var result = payroll.submit(
                preparer,
                new Submission(
                        "USDC", Optional.empty(), new Submission.Rows(rows(payees)), Set.of(), Optional.empty()));
        if (!(result instanceof SubmitResult.Accepted(var batch))) {
            throw new IllegalStateException("not accepted: " + result);
        }
        var terms = new PayoutContracts(
                CHAIN, contracts.multiSend(), SimulatedWorld.OPERATOR.address(), chunkSize, VALIDITY);
        var requests = new ApprovalRequests(web, organizations, terms, issuer)
                .open(organization.id(), batch.id())
                .orElseThrow()
                .requests();
        var approvals =
                new Approvals(web, organizations, new Members(web, issuer.clock(), issuer.ids()), chain, issuer);
        requests.forEach(request -> sign(approvals, batch.id(), request));
        return new Approved(batch.id(), payees);
    }

    private void sign(Approvals approvals, UUID batch, ApprovalRequest request) {
        var digest = SafeMessage.digest(
                CHAIN, organization.walletAddress(), request.typedData().digest());
        for (int owner = 0; owner < OWNERS.size(); owner++) {
            var key = SigningKey.of(Hash32.of(OWNERS.get(owner).privateKey()));
            approvals.approve(
                    approvers.get(owner), batch, key.address(), key.sign(digest).bytes(), Optional.empty());
        }
    }

    private static List<Payee> payees(int people, RandomGenerator random) {
        List<Payee> payees = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            byte[] wallet = new byte[Address.LENGTH];
            random.nextBytes(wallet);
            payees.add(new Payee(
                    new Address(wallet),
                    BigInteger.valueOf(100 + random.nextInt(CENTS)).multiply(BigInteger.valueOf(CENTS))));
        }
        return payees;
    }

    private static List<Map<Column, String>> rows(List<Payee> payees) {
        List<Map<Column, String>> rows = new ArrayList<>();
        for (var payee : payees) {
            Map<Column, String> row = new EnumMap<>(Column.class);
            row.put(Column.NAME, "Payee " + payee.wallet().lower());
            row.put(Column.WALLET, payee.wallet().toString());
            row.put(
                    Column.AMOUNT,
                    new java.math.BigDecimal(payee.units(), DevelopmentToken.USDC.decimals()).toPlainString());
            rows.add(row);
        }
        return rows;
    }
}
