package com.protocolbanks.payroll.spreadsheet;

import com.protocolbanks.payroll.rows.Column;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The words people head their columns with, English and Chinese. */
final class HeaderWords {
    private static final int LONGEST = 60;
    private static final Pattern ASIDE = Pattern.compile("[(\\[【（].*?[)\\]】）]");
    private static final Pattern NOISE = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}+");
    private static final Map<String, Column> WORDS = words();

    private HeaderWords() {}

    /** What a header cell means, if it is one we know. */
    static Optional<Column> meaning(String header) {
        if (header.isEmpty() || header.length() > LONGEST) {
            return Optional.empty();
        }
        String plain = Normalizer.normalize(header, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return known(plain).or(() -> known(ASIDE.matcher(plain).replaceAll(""))).or(() -> bilingual(plain));
    }

    /** {@code 姓名 Name} and {@code Name/姓名}: both halves, or the one we know. */
    private static Optional<Column> bilingual(String plain) {
        String aside = ASIDE.matcher(plain).replaceAll("");
        Optional<Column> latin = known(HAN.matcher(aside).replaceAll(""));
        Optional<Column> han = known(aside.replaceAll("[^\\p{IsHan}]", ""));
        boolean disagree = latin.isPresent() && han.isPresent() && !latin.equals(han);
        return disagree ? Optional.empty() : latin.or(() -> han);
    }

    private static Optional<Column> known(String words) {
        return Optional.ofNullable(WORDS.get(NOISE.matcher(words).replaceAll("")));
    }

    private static Map<String, Column> words() {
        Map<Column, List<String>> byColumn = Map.ofEntries(
                Map.entry(
                        Column.EMPLOYEE_NUMBER,
                        list(
                                "employee number,employee no,employee id,employee code,emp no,emp id,staff number,staff no,"
                                        + "staff id,personnel number,worker id,工号,员工号,员工编号,员工工号,人员编号,职工号,职工编号,員工編號,工號")),
                Map.entry(
                        Column.NAME,
                        list(
                                "name,full name,employee,employee name,staff name,payee,payee name,recipient,recipient name,"
                                        + "beneficiary,beneficiary name,姓名,名字,员工,员工姓名,收款人,收款人姓名,人员姓名,員工姓名")),
                Map.entry(
                        Column.WALLET,
                        list(
                                "wallet,wallet address,address,recipient address,payout address,payment address,to,to address,"
                                        + "evm address,evm wallet,zetachain address,crypto address,钱包,钱包地址,地址,收款地址,收款钱包,"
                                        + "收款钱包地址,链上地址,錢包地址,錢包")),
                Map.entry(
                        Column.AMOUNT,
                        list("amount,pay,net pay,salary,net salary,wage,net amount,payment,payment amount,pay amount,"
                                + "amount to pay,金额,工资,薪资,薪水,实发,实发工资,实发金额,实发薪资,应付金额,应发金额,发放金额,付款金额,"
                                + "支付金额,转账金额,金額,薪資")),
                Map.entry(Column.TOKEN, list("token,token symbol,currency,coin,asset,symbol,币种,代币,币,代币符号,货币,幣種,代幣")),
                Map.entry(
                        Column.NOTE,
                        list(
                                "note,notes,memo,remark,remarks,comment,comments,description,reference,备注,说明,附言,摘要,用途,備註")),
                Map.entry(
                        Column.EMAIL,
                        list("email,mail,email address,e mail,e mail address,邮箱,电子邮箱,邮件,电子邮件,邮箱地址,郵箱,電子郵件")),
                Map.entry(
                        Column.SPLIT,
                        list("split,payment split,payment config,payout split,pay split,分账,支付比例,分配,拆分,发放比例,发放方式,"
                                + "支付配置,分配比例")),
                Map.entry(
                        Column.ACCOUNT_NAME,
                        list("account name,account holder,bank account name,bank account holder,account holder name,户名,"
                                + "开户名,账户名,账户名称,银行户名,戶名")),
                Map.entry(
                        Column.ACCOUNT,
                        list("iban,account,account number,account no,bank account,bank account number,bank account no,"
                                + "iban account,银行账号,银行账户,账号,银行卡号,卡号,银行帐号,帐号,銀行帳號")),
                Map.entry(
                        Column.BANK_CODE,
                        list("bic,swift,swift code,swift bic,bic swift,bank code,bic code,bank,银行代码,联行号,行号,开户行行号,"
                                + "银行联行号,swift代码,bic代码,銀行代碼")));
        Map<String, Column> words = new HashMap<>();
        byColumn.forEach((column, list) -> list.forEach(word -> words.put(word.replace(" ", ""), column)));
        return Map.copyOf(words);
    }

    private static List<String> list(String words) {
        return List.of(words.split(","));
    }
}
