package com.protocolbanks.web.people;

import com.protocolbanks.evm.Address;
import com.protocolbanks.payroll.people.EmployeeDraft;
import com.protocolbanks.payroll.rows.BankDetails;
import com.protocolbanks.payroll.splits.PaymentConfig;
import com.protocolbanks.payroll.splits.PaymentConfigText;
import com.protocolbanks.web.api.Given;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.RefusedRequest;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/**
 * A person as sent.
 *
 * @param paymentConfig percentages by token symbol and {@code fiat}, adding up to 100
 */
public record EmployeeBody(
        Optional<String> employeeNumber,
        String name,
        String walletAddress,
        Optional<JsonNode> paymentConfig,
        Optional<String> email,
        Optional<BankBody> bank) {
    public EmployeeBody {
        Given.field(name, "name");
        Given.field(walletAddress, "walletAddress");
    }

    /**
     * Where the bank's share goes.
     *
     * @param name may be left out: then it is the person's
     * @param bankCode may be left out beside an IBAN
     */
    public record BankBody(Optional<String> name, String account, Optional<String> bankCode) {
        public BankBody {
            Given.field(account, "bank.account");
        }
    }

    /**
     * The person as {@code payroll} takes it; blank fields are absent ones.
     *
     * @throws RefusedRequest for an address or a split that cannot be read
     */
    public EmployeeDraft draft() {
        return new EmployeeDraft(
                employeeNumber.filter(text -> !text.isBlank()),
                name,
                address(walletAddress),
                paymentConfig.filter(node -> !node.isEmpty()).map(node -> split(node.toString())),
                email.filter(text -> !text.isBlank()),
                bank.map(details -> new BankDetails(
                        details.name().orElse(""),
                        details.account(),
                        details.bankCode().orElse(""))));
    }

    private static Address address(String text) {
        try {
            return Address.of(text.strip());
        } catch (IllegalArgumentException e) {
            throw unusable("walletAddress");
        }
    }

    private static PaymentConfig split(String text) {
        return switch (PaymentConfigText.read(text)) {
            case PaymentConfigText.Understood(var config) -> config;
            case PaymentConfigText.NotUnderstood(var code, var found) -> throw unusable("paymentConfig");
        };
    }

    private static RefusedRequest unusable(String field) {
        return new RefusedRequest(Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "employee_unusable", field));
    }
}
