package com.protocolbanks.payroll.people;

import com.protocolbanks.payroll.cells.BankText;
import com.protocolbanks.payroll.cells.TextCheck;
import com.protocolbanks.payroll.rows.BankDetails;
import com.protocolbanks.payroll.splits.PaymentConfig;
import com.protocolbanks.payroll.tokens.Tokens;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jooq.DSLContext;

/** Looks whether what somebody wants to be stored about a person can be. */
final class EmployeeCheck {
    private static final int LONGEST = 200;
    private static final int LONGEST_EMAIL = 254;
    /** A bank's name field (ISO 20022 Max140Text). */
    private static final int LONGEST_HOLDER = 140;

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]+\\.[^@\\s.]{2,}");

    private EmployeeCheck() {}

    /** The field that keeps a person from being stored; empty when nothing does. */
    static Optional<String> unusable(DSLContext dsl, UUID orgId, EmployeeDraft draft, boolean hasBank) {
        var name = draft.name().strip();
        if (name.isEmpty() || name.length() > LONGEST || TextCheck.unseen(name)) {
            return Optional.of("name");
        }
        if (draft.number()
                .filter(number -> number.isBlank() || number.length() > LONGEST || TextCheck.unseen(number))
                .isPresent()) {
            return Optional.of("employeeNumber");
        }
        if (draft.email()
                .filter(email ->
                        !EMAIL.matcher(email).matches() || email.length() > LONGEST_EMAIL || TextCheck.unseen(email))
                .isPresent()) {
            return Optional.of("email");
        }
        if (draft.walletAddress().isZero()) {
            return Optional.of("walletAddress");
        }
        var bank = draft.bank().flatMap(EmployeeCheck::unusable);
        if (bank.isPresent()) {
            return bank;
        }
        if (draft.paymentConfig().isEmpty()) {
            return Optional.empty();
        }
        var config = draft.paymentConfig().get();
        if (config.needsBank() && !hasBank && draft.bank().isEmpty()) {
            return Optional.of("bank");
        }
        var symbols = Tokens.list(dsl, orgId).stream()
                .map(token -> token.asset().symbol().toLowerCase(Locale.ROOT))
                .toList();
        boolean payable = config.percents().keySet().stream()
                .allMatch(key -> key.equals(PaymentConfig.FIAT) || symbols.contains(key));
        return payable ? Optional.empty() : Optional.of("paymentConfig");
    }

    private static Optional<String> unusable(BankDetails bank) {
        if (bank.name().length() > LONGEST_HOLDER || TextCheck.unseen(bank.name())) {
            return Optional.of("accountName");
        }
        if (BankText.accountProblem(bank.account()).isPresent()) {
            return Optional.of("account");
        }
        return BankText.bankCodeFits(bank.bankCode(), bank.account()) ? Optional.empty() : Optional.of("bankCode");
    }
}
