package com.protocolbanks.payroll.cells;

import com.protocolbanks.payroll.problems.ProblemCode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks bank details as far as text alone can: IBAN by its check digits (ISO 13616), BIC by its form (ISO 9362). */
public final class BankText {
    private static final Pattern SPACING = Pattern.compile("[\\s\\u00a0-]");
    private static final Pattern LINES = Pattern.compile("\\s+");
    private static final Pattern IBAN_START = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]*");
    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}");
    private static final Pattern NATIONAL = Pattern.compile("[0-9A-Z]{4,34}");
    private static final Pattern BIC = Pattern.compile("[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?");
    private static final Pattern CLEARING = Pattern.compile("[0-9A-Z]{3,20}");

    private BankText() {}

    /** An account without the spaces and dashes people write into it. */
    public static String account(String text) {
        return compact(text);
    }

    /** The holder's name on one line, as a bank file carries it. */
    public static String holder(String text) {
        return LINES.matcher(text).replaceAll(" ").strip();
    }

    public static String bankCode(String text) {
        return compact(text);
    }

    public static boolean iban(String account) {
        return IBAN_START.matcher(account).matches();
    }

    public static Optional<ProblemCode> accountProblem(String account) {
        if (!iban(account)) {
            return NATIONAL.matcher(account).matches() ? Optional.empty() : Optional.of(ProblemCode.ACCOUNT_FORMAT);
        }
        if (!IBAN.matcher(account).matches()) {
            return Optional.of(ProblemCode.ACCOUNT_FORMAT);
        }
        return remainder(account.substring(4) + account.substring(0, 4)) == 1
                ? Optional.empty()
                : Optional.of(ProblemCode.ACCOUNT_CHECKSUM);
    }

    /** A BIC or a national clearing code; may be empty beside an IBAN. */
    public static boolean bankCodeFits(String bankCode, String account) {
        return bankCode.isEmpty()
                ? iban(account)
                : BIC.matcher(bankCode).matches() || CLEARING.matcher(bankCode).matches();
    }

    private static String compact(String text) {
        return text.isEmpty() ? "" : SPACING.matcher(text).replaceAll("").toUpperCase(Locale.ROOT);
    }

    /** Modulo 97 of the number the characters write, a letter counting 10 to 35. */
    private static int remainder(String characters) {
        int rest = 0;
        for (int i = 0; i < characters.length(); i++) {
            int value = Character.digit(characters.charAt(i), 36);
            rest = (value < 10 ? rest * 10 + value : rest * 100 + value) % 97;
        }
        return rest;
    }
}
