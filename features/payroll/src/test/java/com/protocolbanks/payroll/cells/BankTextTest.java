package com.protocolbanks.payroll.cells;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.payroll.problems.ProblemCode;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BankTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GB82 WEST 1234 5698 7654 32",
                "DE89370400440532013000",
                "FR14 2004 1010 0505 0001 3M02 606",
                "NO93 8601 1117 947",
                "MT84MALT011000012345MTLCAST001S",
                "6222021234567890123",
                "1234-5678"
            })
    void takesAccountsAsPeopleWriteThem(String text) {
        assertThat(BankText.accountProblem(BankText.account(text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GB82WEST12345698765423,ACCOUNT_CHECKSUM",
        "DE98370400440532013000,ACCOUNT_CHECKSUM",
        "DE89,ACCOUNT_FORMAT",
        "12,ACCOUNT_FORMAT",
        "账号12345,ACCOUNT_FORMAT"
    })
    void refusesBrokenAccounts(String text, ProblemCode code) {
        assertThat(BankText.accountProblem(BankText.account(text))).isEqualTo(Optional.of(code));
    }

    @ParameterizedTest
    @CsvSource({
        "'',DE89370400440532013000,true",
        "'',6222021234567890123,false",
        "COBADEFFXXX,DE89370400440532013000,true",
        "102100099996,6222021234567890123,true",
        "x,6222021234567890123,false"
    })
    void onlyAnIbanStandsWithoutABankCode(String code, String account, boolean fits) {
        assertThat(BankText.bankCodeFits(code, account)).isEqualTo(fits);
    }
}
