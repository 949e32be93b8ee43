package com.protocolbanks.payroll.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.payroll.rows.Column;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "EMPLOYEE_NUMBER = Employee number; employee_no.; EMP ID; Staff No; 工号; 员工编号; 員工編號",
                "NAME            = Name; FULL NAME; Employee; Payee name; Recipient; 姓名; 姓 名; 员工姓名; 收款人; 姓名 Name; Name/姓名; 姓名（必填）",
                "WALLET          = Wallet; Wallet Address; wallet_address; Address; EVM address; To; 钱包地址; 钱包; 收款地址; 链上地址; 钱包地址 (0x…)",
                "AMOUNT          = Amount; Amount (USDC); NET PAY; Net salary; pay; 金额; 金额（USDT）; 实发工资; 薪资; 应付金额; 金额 Amount; ＡＭＯＵＮＴ",
                "TOKEN           = Token; Token symbol; Currency; 币种; 代币",
                "NOTE            = Note; Memo; Remarks; 备注; 附言",
                "EMAIL           = Email; E-mail; E-Mail address; 邮箱; 电子邮箱",
                "SPLIT           = Split; payment_config; Payment split; 分配; 支付比例",
                "ACCOUNT_NAME    = Account name; Account holder; 户名; 开户名",
                "ACCOUNT         = IBAN; Account; Account number; Bank account; 银行账号; 银行卡号",
                "BANK_CODE       = BIC; SWIFT; BIC/SWIFT; Bank code; 银行代码; 联行号",
            })
    void knowsTheUsualWords(Column column, String headers) {
        assertThat(Arrays.stream(headers.split(";")).map(String::strip))
                .allSatisfy(header ->
                        assertThat(HeaderWords.meaning(header)).as(header).contains(column));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Department", "部门", "Tax", "No.", "序号", "姓名 Amount", "Gross", "---", "日期", "name of the cat"
            })
    void guessesNothingElse(String header) {
        assertThat(HeaderWords.meaning(header)).isEmpty();
    }
}
