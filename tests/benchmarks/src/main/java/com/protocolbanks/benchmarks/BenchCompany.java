package com.protocolbanks.benchmarks;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.RisingIds;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Credential;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.identity.Role;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.Issuer;
import com.protocolbanks.payroll.Payroll;
import com.protocolbanks.payroll.PayrollTerms;
import com.protocolbanks.payroll.Submission;
import com.protocolbanks.payroll.SubmitResult;
import com.protocolbanks.payroll.bank.BankVault;
import com.protocolbanks.payroll.spreadsheet.PayrollFile;
import com.protocolbanks.payroll.spreadsheet.source.ReadingLimits;
import com.protocolbanks.payroll.tokens.Token;
import com.protocolbanks.payroll.tokens.Tokens;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** An organization with one who prepares payrolls and two tokens at par, in an empty database. */
final class BenchCompany {
    private static final Address MULTI_SEND = Address.of("0x00000000000000000000000000000000000000aa");

    private final Payroll payroll;
    private final Caller preparer;

    BenchCompany(Database database, int rows) {
        Issuer issuer = new Issuer(Clock.systemUTC(), new RisingIds(Clock.systemUTC(), new SecureRandom()));
        Organizations organizations = new Organizations(database, issuer.clock(), issuer.ids());
        Organizations.Founded founded = organizations.create(
                Organizations.Founding.of("Acme", address("01"), new ChainId(31_337), "Olga", address("02")));
        UUID org = ((Organizations.Founded.Created) founded).organization().id();
        Tokens tokens = new Tokens(database);
        tokens.enable(org, new Token(new Asset("USDC", 6, "USD"), address("b1"), true));
        tokens.enable(org, new Token(new Asset("USDT", 6, "USD"), address("b2"), true));
        Members members = new Members(database, issuer.clock(), issuer.ids());
        Members.Outcome added = members.add(
                org, new Members.NewMember("Paul", Optional.empty(), Locale.ENGLISH, Set.of(Role.PREPARER), List.of()));
        UUID paul = ((Members.Outcome.Changed) added).member().id();
        this.preparer = members.caller(org, paul, new Credential.Session(Optional.empty()))
                .orElseThrow();
        this.payroll = new Payroll(
                database,
                organizations,
                new BankVault(new byte[32], new SecureRandom()),
                new PayrollTerms(Set.of(MULTI_SEND), ReadingLimits.DEFAULT.rows(rows)),
                issuer);
    }

    /** Reads, checks and stores the file; how many items its batch has. */
    int submit(Path file) {
        SubmitResult result = payroll.submit(
                preparer,
                new Submission(
                        "USDC",
                        Optional.of("2026-11"),
                        new Submission.Upload(PayrollFile.of(file), "payroll"),
                        Set.of(),
                        Optional.empty()));
        if (result instanceof SubmitResult.Accepted(var batch)) {
            return batch.itemCount();
        }
        throw new IllegalStateException("not stored: " + result);
    }

    private static Address address(String end) {
        return Address.of("0x" + "0".repeat(38) + end);
    }
}
