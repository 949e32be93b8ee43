package com.protocolbanks.payroll.samples;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Keccak;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Makes the files of {@code samples/}, the same bytes every time. */
final class SampleFiles {
    private static final List<String> ENGLISH = List.of(
            "Employee number",
            "Name",
            "Wallet address",
            "Amount",
            "Split",
            "Note",
            "E-mail",
            "Account name",
            "Account",
            "Bank code");
    private static final List<String> CHINESE =
            List.of("工号", "姓名", "钱包地址", "金额", "分配", "备注", "邮箱", "户名", "银行账号", "银行代码");
    private static final int AMOUNT = 3;
    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.\\d]*Z");

    /** Nobody's keys; the development token refuses them, each in its own way. */
    static final List<Refused> REFUSED = List.of(
            new Refused(address("0xbad0000000000000000000000000000000000001"), 1, "blacklisted: the transfer reverts"),
            new Refused(address("0xbad0000000000000000000000000000000000002"), 2, "the transfer returns false"),
            new Refused(
                    address("0xbad0000000000000000000000000000000000003"),
                    3,
                    "the transfer burns all gas it is given"));

    private SampleFiles() {}

    /** @param how as the development token's {@code refuse(address,uint8)} counts */
    record Refused(String address, int how, String words) {}

    /** Every file by its name. */
    static Map<String, byte[]> all() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("payroll-template-en.xlsx", workbook("Payroll", ENGLISH));
        files.put("payroll-template-en.csv", csv(ENGLISH));
        files.put("payroll-template-zh.xlsx", workbook("工资表", CHINESE));
        files.put("payroll-template-zh.csv", csv(CHINESE));
        files.put("payroll-25.xlsx", workbook("Payroll", ENGLISH));
        files.put("payroll-25.csv", csv(ENGLISH));
        files.put("refused-recipients.json", refused());
        return files;
    }

    private static List<List<String>> people() {
        return List.of(
                person(1, "Ana García", "4,250.00", "", "November salary", "", ""),
                person(2, "王伟", "3,880.50", "usdt 80 / fiat 20", "十一月工资", "6222021234567890123", "102100099996"),
                person(3, "李娜", "5,120.00", "", "十一月工资", "", ""),
                person(
                        4,
                        "John Smith",
                        "1,234.56",
                        "usdt 80 / fiat 20",
                        "November salary",
                        "GB82WEST12345698765432",
                        "WESTGB2L"),
                person(5, "张敏", "2,960.75", "usdc 50 / usdt 50", "十一月工资", "", ""),
                refusedPerson(6, "Olga Ivanova", "1,800.00", 0),
                person(
                        7,
                        "刘洋",
                        "3,333.33",
                        "usdc 33.3 / usdt 33.3 / fiat 33.4",
                        "十一月工资",
                        "6217001234567890456",
                        "105100000017"),
                person(8, "Priya Natarajan", "6,400.00", "", "November salary", "", ""),
                person(9, "陈静", "2,750.25", "", "十一月工资", "", ""),
                person(
                        10,
                        "Lars Müller",
                        "7,015.90",
                        "usdc 70 / fiat 30",
                        "November salary",
                        "DE89370400440532013000",
                        "COBADEFFXXX"),
                person(11, "杨帆", "4,480.00", "", "十一月工资", "", ""),
                person(12, "Chidi Okafor", "3,105.10", "usdt 100", "November salary", "", ""),
                refusedPerson(13, "赵磊", "2,222.22", 1),
                person(
                        14,
                        "Marie Dubois",
                        "5,999.99",
                        "usdc 60 / fiat 40",
                        "November salary",
                        "FR1420041010050500013M02606",
                        "PSSTFRPPPAR"),
                person(15, "黄丽", "3,640.00", "", "十一月工资", "", ""),
                person(16, "Diego Fernández", "2,480.40", "", "November salary", "", ""),
                person(17, "周杰", "8,150.00", "usdt 80 / fiat 20", "十一月工资", "6228481234567890789", "103100000026"),
                person(
                        18,
                        "Emma de Vries",
                        "4,095.05",
                        "usdc 90 / fiat 10",
                        "November salary",
                        "NL91ABNA0417164300",
                        "ABNANL2A"),
                person(19, "吴芳", "2,310.00", "", "十一月工资", "", ""),
                person(20, "Kenji Tanaka", "6,720.00", "usdc 25 / usdt 75", "November salary", "", ""),
                refusedPerson(21, "Samuel Osei", "950.00", 2),
                person(22, "徐强", "3,275.60", "", "十一月工资", "", ""),
                person(23, "Fatima Zahra", "2,875.00", "", "November salary", "", ""),
                person(24, "孙丽华", "10,000.01", "usdc 50 / fiat 50", "十一月工资与奖金", "6225881234567890012", "308100005019"),
                person(25, "Tom O’Brien", "5,432.10", "", "November salary", "", ""));
    }

    private static List<String> person(
            int number, String name, String amount, String split, String note, String account, String bank) {
        byte[] seed = ("ProtocolBanks sample payee " + number).getBytes(StandardCharsets.US_ASCII);
        String wallet = new Address(Arrays.copyOfRange(Keccak.hash(seed).bytes(), 12, 32)).toString();
        return line(number, name, wallet, amount, split, note, account, bank);
    }

    private static List<String> refusedPerson(int number, String name, String amount, int which) {
        return line(number, name, REFUSED.get(which).address(), amount, "", "November salary", "", "");
    }

    private static List<String> line(
            int number,
            String name,
            String wallet,
            String amount,
            String split,
            String note,
            String account,
            String bank) {
        String holder = account.isEmpty() ? "" : name;
        String code = "PB-%03d".formatted(number);
        String email = "payee%02d@example.com".formatted(number);
        return List.of(code, name, wallet, amount, split, note, email, holder, account, bank);
    }

    private static String address(String lower) {
        return Address.of(lower).toString();
    }

    private static byte[] workbook(String sheetName, List<String> header) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "ProtocolBanks", "1.0")) {
            Worksheet sheet = workbook.newWorksheet(sheetName);
            int[] widths = {16, 22, 48, 14, 34, 22, 26, 20, 30, 16};
            for (int column = 0; column < header.size(); column++) {
                sheet.value(0, column, header.get(column));
                sheet.width(column, widths[column]);
            }
            sheet.range(0, 0, 0, header.size() - 1).style().bold().set();
            List<List<String>> people = people();
            for (int row = 0; row < people.size(); row++) {
                for (int column = 0; column < header.size(); column++) {
                    String text = people.get(row).get(column);
                    if (column == AMOUNT) {
                        sheet.value(row + 1, column, new BigDecimal(text.replace(",", "")));
                        sheet.style(row + 1, column).format("#,##0.00").set();
                    } else if (!text.isEmpty()) {
                        sheet.value(row + 1, column, text);
                    }
                }
            }
            sheet.freezePane(0, 1);
        }
        return steady(out.toByteArray());
    }

    /** The same archive without the hour it was made and without compression, which differs between machines. */
    private static byte[] steady(byte[] archive) throws IOException {
        Path made = Files.createTempFile("sample", ".xlsx");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Files.write(made, archive);
            try (ZipFile in = new ZipFile(made.toFile());
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                for (ZipEntry old : in.stream().toList()) {
                    String text = new String(in.getInputStream(old).readAllBytes(), StandardCharsets.UTF_8);
                    store(zip, old.getName(), MOMENT.matcher(text).replaceAll("2026-11-01T00:00:00Z"));
                }
            }
        } finally {
            Files.delete(made);
        }
        return out.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        entry.setTimeLocal(LocalDateTime.of(2026, 11, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(bytes);
    }

    /** UTF-8 with a byte order mark, so that Excel shows Chinese names. */
    private static byte[] csv(List<String> header) {
        StringBuilder text = new StringBuilder("\ufeff").append(line(header));
        people().forEach(person -> text.append(line(person)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String line(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.contains(",") ? '"' + cell + '"' : cell)
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    private static byte[] refused() {
        return REFUSED.stream()
                .map(one -> "  {\"address\": \"%s\", \"how\": %d, \"words\": \"%s\"}"
                        .formatted(one.address(), one.how(), one.words()))
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"))
                .getBytes(StandardCharsets.UTF_8);
    }
}
