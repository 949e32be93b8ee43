package com.protocolbanks.payroll.documents;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.money.Amount;
import com.protocolbanks.payroll.documents.content.BatchDocument;
import com.protocolbanks.payroll.documents.content.BatchDocument.Item;
import com.protocolbanks.payroll.documents.content.BatchDocument.Leg;
import com.protocolbanks.payroll.documents.content.BatchDocument.Transaction;
import com.protocolbanks.payroll.documents.content.BatchHead;
import com.protocolbanks.payroll.documents.content.PayslipDocument;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;

/**
 * The SHA-256 of what a document says, field by field with its length before it; free of layout and language.
 *
 * <p>The name of the organization stays out: it may change its name, and its wallet says who it is.
 */
final class SourceDigest {
    private final MessageDigest digest = sha256();

    private SourceDigest() {}

    static Hash32 of(BatchDocument batch) {
        var source = new SourceDigest();
        source.head(batch.head());
        batch.items().forEach(source::item);
        batch.transactions().forEach(source::transaction);
        return new Hash32(source.digest.digest());
    }

    static Hash32 of(PayslipDocument payslip) {
        var source = new SourceDigest();
        source.head(payslip.head());
        source.item(payslip.item());
        return new Hash32(source.digest.digest());
    }

    static Hash32 of(byte[] bytes) {
        return new Hash32(sha256().digest(bytes));
    }

    private void head(BatchHead head) {
        text(head.wallet());
        text(Long.toString(head.chainId()));
        text(head.id().toString());
        text(head.tokenSymbol());
        number(head.totalAmount());
        text(Integer.toString(head.itemCount()));
        text(head.status());
        optional(head.payPeriod());
        optional(head.fileName());
        optional(head.fileSha256());
        text(head.createdAt().toString());
        optional(head.completedAt().map(Instant::toString));
    }

    private void item(Item item) {
        text(item.id().toString());
        text(Integer.toString(item.row()));
        text(item.name());
        optional(item.employeeNumber());
        text(item.wallet());
        number(item.amount());
        number(item.paid());
        text(item.status().name());
        optional(item.reason());
        optional(item.note());
        text(Integer.toString(item.legs().size()));
        item.legs().forEach(this::leg);
    }

    private void leg(Leg leg) {
        amount(leg.amount());
        text(leg.status().name());
        optional(leg.reason());
        optional(leg.settledAt().map(Instant::toString));
        switch (leg) {
            case Leg.OnChain chain -> {
                text("CHAIN");
                text(chain.to());
                optional(chain.txHash());
            }
            case Leg.Bank bank -> {
                text("FIAT");
                text(bank.payee());
                optional(bank.bankReference());
            }
        }
    }

    private void transaction(Transaction transaction) {
        amount(transaction.paid());
        text(transaction.run() + "." + transaction.chunk());
        text(Integer.toString(transaction.itemCount()));
        text(transaction.status());
        optional(transaction.txHash());
        text(
                transaction.blockNumber().isPresent()
                        ? Long.toString(transaction.blockNumber().getAsLong())
                        : "");
        text(transaction.feeWei().toString());
    }

    private void amount(Amount amount) {
        text(amount.asset().symbol());
        text(Integer.toString(amount.asset().decimals()));
        text(amount.asset().unit());
        text(amount.units().toString());
    }

    private void number(BigDecimal value) {
        text(value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString());
    }

    private void optional(Optional<String> value) {
        text(value.isPresent() ? "1" : "0");
        value.ifPresent(this::text);
    }

    private void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
