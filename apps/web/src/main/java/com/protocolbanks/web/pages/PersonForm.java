package com.protocolbanks.web.pages;

import com.protocolbanks.payroll.people.Employee;
import com.protocolbanks.payroll.splits.PaymentConfig;
import com.protocolbanks.web.people.EmployeeBody;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A person's form as shown and as sent back.
 *
 * @param split percentages as JSON; empty when the payroll's token decides
 * @param account empty leaves the stored bank details as they are
 */
public record PersonForm(
        @Nullable String employeeNumber,
        @Nullable String name,
        @Nullable String walletAddress,
        @Nullable String email,
        @Nullable String split,
        @Nullable String accountName,
        @Nullable String account,
        @Nullable String bankCode) {
    static final PersonForm EMPTY = new PersonForm("", "", "", "", "", "", "", "");

    static PersonForm of(Employee employee) {
        return new PersonForm(
                employee.number().orElse(""),
                employee.name(),
                employee.walletAddress().toString(),
                employee.email().orElse(""),
                employee.paymentConfig().map(PaymentConfig::json).orElse(""),
                "",
                "",
                "");
    }

    EmployeeBody body() {
        var bank = text(account).isBlank()
                ? Optional.<EmployeeBody.BankBody>empty()
                : Optional.of(new EmployeeBody.BankBody(
                        Optional.of(text(accountName).strip()),
                        text(account).replaceAll("\\s", ""),
                        Optional.of(text(bankCode).strip())));
        return new EmployeeBody(
                Optional.of(text(employeeNumber)),
                text(name),
                text(walletAddress),
                Optional.of(text(split)).filter(shares -> !shares.isBlank()).map(JsonMapper.shared()::readTree),
                Optional.of(text(email)),
                bank);
    }

    /** What stands in a field; a field the browser left out is empty. */
    public static String text(@Nullable String field) {
        return Objects.requireNonNullElse(field, "");
    }
}
