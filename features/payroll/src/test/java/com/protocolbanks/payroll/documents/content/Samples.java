package com.protocolbanks.payroll.documents.content;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.money.Amount;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.documents.content.BatchDocument.Item;
import com.protocolbanks.payroll.documents.content.BatchDocument.Leg;
import com.protocolbanks.payroll.documents.content.BatchDocument.Status;
import com.protocolbanks.payroll.documents.content.BatchDocument.Transaction;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Batches as they come out of a run: people of both scripts, splits, and three that failed. */
public final class Samples {
    public static final Asset USDT = new Asset("USDT", 6, "USD");
    public static final Asset USD = new Asset("USD", 2, "USD");
    private static final List<String> NAMES = List.of(
            "张伟", "Zoë Müller", "欧阳娜娜", "John Smith", "王芳", "María José García Fernández", "李娜", "Nguyễn Văn An");
    private static final Instant COMPLETED = Instant.parse("2026-03-31T09:12:44Z");

    private Samples() {}

    public static BatchDocument batch(int people) {
        return batch(people, 7000);
    }

    public static BatchDocument batch(int people, long chainId) {
        var items = new ArrayList<Item>();
        for (int row = 1; row <= people; row++) {
            items.add(item(row));
        }
        var total = items.stream().map(Item::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        var transactions = new ArrayList<Transaction>();
        for (int chunk = 0; chunk * 200 < people; chunk++) {
            transactions.add(new Transaction(
                    Amount.exactly(USDT, new BigDecimal("123456.5")),
                    1,
                    chunk,
                    Math.min(200, people - chunk * 200),
                    "FINAL",
                    Optional.of(hash(chunk)),
                    OptionalLong.of(11_402_118 + chunk),
                    new BigInteger("61234567890123456")));
        }
        return new BatchDocument(head(total, people, chainId), items, transactions);
    }

    public static PayslipDocument payslip(int row) {
        var batch = batch(8);
        return new PayslipDocument(batch.head(), item(row));
    }

    private static BatchHead head(BigDecimal total, int people, long chainId) {
        return new BatchHead(
                "Aurora Robotics 极光机器人（深圳）有限公司",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                chainId,
                UUID.fromString("3f0c9a52-71d4-4c1e-9a57-0d6a4d1c2b11"),
                "USDT",
                total,
                people,
                "COMPLETED",
                Optional.of("March 2026"),
                Optional.of("2026-03 工资.xlsx"),
                Optional.of(hash(99).substring(2)),
                Instant.parse("2026-03-31T08:55:01Z"),
                Optional.of(COMPLETED));
    }

    /** Row 3 is split, row 5 is on a block list, row 7 is split and its bank half was refused, row 8 has not been sent. */
    public static Item item(int row) {
        var amount = new BigDecimal(1_000 + row * 137L).add(new BigDecimal("0.50"));
        var id = UUID.nameUUIDFromBytes(("item " + row).getBytes(StandardCharsets.UTF_8));
        boolean split = row % 8 == 3 || row % 8 == 7;
        var status = switch (row % 8) {
            case 5, 7 -> Status.FAILED;
            case 0 -> Status.PENDING;
            default -> Status.SUCCESS;
        };
        var legs = split ? split(row, amount) : List.of(onChain(row, amount, status));
        var paid = legs.stream()
                .filter(leg -> leg.status() == Status.SUCCESS)
                .map(leg -> leg.amount().decimal())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Item(
                id,
                row,
                NAMES.get(row % NAMES.size()),
                row % 4 == 0
                        ? Optional.empty()
                        : Optional.of("E-" + String.valueOf(10_000 + row).substring(1)),
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                amount,
                paid,
                status,
                legs.stream().flatMap(leg -> leg.reason().stream()).findFirst(),
                row % 3 == 0 ? Optional.of("Includes the night-shift allowance 含夜班补贴") : Optional.empty(),
                legs);
    }

    private static List<Leg> split(int row, BigDecimal amount) {
        var fiat = amount.multiply(new BigDecimal("0.2")).setScale(2, java.math.RoundingMode.DOWN);
        boolean refused = row % 8 == 7;
        return List.of(
                onChain(row, amount.subtract(fiat), Status.SUCCESS),
                new Leg.Bank(
                        Amount.exactly(USD, fiat),
                        NAMES.get(row % NAMES.size()),
                        refused ? Status.FAILED : Status.SUCCESS,
                        refused ? Optional.of("BANK_REJECTED:AC04 account closed") : Optional.empty(),
                        refused ? Optional.empty() : Optional.of("2026033100" + row),
                        refused ? Optional.empty() : Optional.of(COMPLETED)));
    }

    private static Leg onChain(int row, BigDecimal amount, Status status) {
        boolean sent = status != Status.PENDING;
        return new Leg.OnChain(
                Amount.exactly(USDT, amount),
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                status,
                status == Status.FAILED ? Optional.of("BLACKLISTED") : Optional.empty(),
                sent ? Optional.of(hash((row - 1) / 200)) : Optional.empty(),
                status == Status.SUCCESS ? Optional.of(COMPLETED.minusSeconds(90)) : Optional.empty());
    }

    private static String hash(int seed) {
        Hash32 hash = Keccak.hash(("transaction " + seed).getBytes(StandardCharsets.UTF_8));
        return hash.hex();
    }
}
