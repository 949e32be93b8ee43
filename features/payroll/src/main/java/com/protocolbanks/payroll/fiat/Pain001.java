package com.protocolbanks.payroll.fiat;

import com.protocolbanks.money.Amount;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes an ISO 20022 customer credit transfer initiation, {@code pain.001.001.09}. */
public final class Pain001 implements FiatRail {
    private static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
    private static final int NAME_LENGTH = 140;
    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}");
    private static final Pattern BIC = Pattern.compile("[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?");

    @Override
    public Instruction instruction(BankOrder order) {
        var out = new ByteArrayOutputStream();
        try {
            var xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            xml.writeStartElement("Document");
            xml.writeDefaultNamespace(NAMESPACE);
            new Writing(xml).initiation(order);
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return new Instruction(
                "bank-file-" + order.batchId() + "-" + order.run() + ".xml", "application/xml", out.toByteArray());
    }

    /** The elements, in the order the schema demands. */
    private record Writing(XMLStreamWriter xml) {
        void initiation(BankOrder order) throws XMLStreamException {
            xml.writeStartElement("CstmrCdtTrfInitn");
            xml.writeStartElement("GrpHdr");
            text("MsgId", id(order.batchId()) + order.run());
            text("CreDtTm", DateTimeFormatter.ISO_INSTANT.format(order.at().truncatedTo(ChronoUnit.SECONDS)));
            sums(order);
            party("InitgPty", order.debtor().name());
            xml.writeEndElement();
            xml.writeStartElement("PmtInf");
            text("PmtInfId", id(order.batchId()) + order.run());
            text("PmtMtd", "TRF");
            sums(order);
            xml.writeStartElement("ReqdExctnDt");
            text("Dt", order.at().atOffset(ZoneOffset.UTC).toLocalDate().toString());
            xml.writeEndElement();
            party("Dbtr", order.debtor().name());
            account("DbtrAcct", order.debtor().account());
            agent("DbtrAgt", order.debtor().agent());
            for (var payment : order.payments()) {
                payment(payment);
            }
            xml.writeEndElement();
            xml.writeEndElement();
        }

        private void payment(BankOrder.Payment payment) throws XMLStreamException {
            xml.writeStartElement("CdtTrfTxInf");
            xml.writeStartElement("PmtId");
            text("EndToEndId", id(payment.legId()));
            xml.writeEndElement();
            xml.writeStartElement("Amt");
            xml.writeStartElement("InstdAmt");
            xml.writeAttribute("Ccy", payment.amount().asset().symbol());
            xml.writeCharacters(decimal(payment.amount()));
            xml.writeEndElement();
            xml.writeEndElement();
            if (!payment.creditor().bankCode().isEmpty()) {
                agent("CdtrAgt", payment.creditor().bankCode());
            }
            party("Cdtr", payment.creditor().name());
            account("CdtrAcct", payment.creditor().account());
            xml.writeEndElement();
        }

        private void sums(BankOrder order) throws XMLStreamException {
            text("NbOfTxs", Integer.toString(order.payments().size()));
            text("CtrlSum", decimal(order.total()));
        }

        private void party(String element, String name) throws XMLStreamException {
            xml.writeStartElement(element);
            text("Nm", name.length() <= NAME_LENGTH ? name : name.substring(0, NAME_LENGTH));
            xml.writeEndElement();
        }

        private void account(String element, String account) throws XMLStreamException {
            xml.writeStartElement(element);
            xml.writeStartElement("Id");
            if (IBAN.matcher(account).matches()) {
                text("IBAN", account);
            } else {
                xml.writeStartElement("Othr");
                text("Id", account);
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndElement();
        }

        private void agent(String element, String code) throws XMLStreamException {
            xml.writeStartElement(element);
            xml.writeStartElement("FinInstnId");
            if (BIC.matcher(code).matches()) {
                text("BICFI", code);
            } else if (code.isEmpty()) {
                xml.writeStartElement("Othr");
                text("Id", "NOTPROVIDED");
                xml.writeEndElement();
            } else {
                xml.writeStartElement("ClrSysMmbId");
                text("MmbId", code);
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndElement();
        }

        private void text(String element, String content) throws XMLStreamException {
            xml.writeStartElement(element);
            xml.writeCharacters(content);
            xml.writeEndElement();
        }

        /** 32 characters of the 35 that an identifier may have. */
        private static String id(UUID id) {
            return id.toString().replace("-", "");
        }

        private static String decimal(Amount amount) {
            BigDecimal value = amount.decimal();
            return value.toPlainString();
        }
    }
}
