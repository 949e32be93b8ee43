package com.protocolbanks.payroll.spreadsheet.source;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import com.protocolbanks.payroll.problems.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Pulls elements out of one XML part; knows no document types, no entities but the five of XML, and no depth without end. */
final class XmlPart implements AutoCloseable {
    private static final int DEPTH = 64;
    private static final int ATTRIBUTES = 256;

    private final InputStream in;
    private final XMLStreamReader reader;
    private int depth;

    private XmlPart(InputStream in, XMLStreamReader reader) {
        this.in = in;
        this.reader = reader;
    }

    static XmlPart open(InputStream in) throws IOException {
        // A new factory each time: its tables of names would otherwise grow with every hostile file.
        XMLInputFactory factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        try {
            return new XmlPart(in, factory.createXMLStreamReader(in));
        } catch (XMLStreamException e) {
            throw damaged(e);
        }
    }

    /** The next event, one of {@link XMLStreamConstants}; END_DOCUMENT at the end and ever after. */
    int next() throws IOException {
        try {
            if (!reader.hasNext()) {
                return XMLStreamConstants.END_DOCUMENT;
            }
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                if (depth > DEPTH || reader.getAttributeCount() > ATTRIBUTES) {
                    throw new UnreadableFile(ProblemCode.FILE_DAMAGED, reader.getLocalName());
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new UnreadableFile(ProblemCode.FORBIDDEN_XML, "DOCTYPE");
            }
            return event;
        } catch (XMLStreamException e) {
            throw damaged(e);
        } catch (RuntimeException e) {
            // The parser reports some damage lazily, unchecked.
            throw new UnreadableFile(ProblemCode.FILE_DAMAGED, UnreadableFile.reason(e));
        }
    }

    String name() {
        return reader.getLocalName();
    }

    @Nullable
    String attribute(String name) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equals(name)) {
                return reader.getAttributeValue(i);
            }
        }
        return null;
    }

    String attribute(String name, String otherwise) {
        String value = attribute(name);
        return value == null ? otherwise : value;
    }

    /** Whether an XML boolean attribute says yes. */
    boolean flag(String name) {
        String value = attribute(name);
        return value != null && (value.equals("1") || value.equals("true"));
    }

    /** Adds the current piece of text. */
    void text(StringBuilder to) throws IOException {
        try {
            to.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
        } catch (RuntimeException e) {
            throw new UnreadableFile(ProblemCode.FILE_DAMAGED, UnreadableFile.reason(e));
        }
    }

    @Override
    public void close() throws IOException {
        try {
            reader.close();
        } catch (XMLStreamException e) {
            throw damaged(e);
        } finally {
            in.close();
        }
    }

    private static IOException damaged(XMLStreamException e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreadableFile refused) {
                return refused;
            }
        }
        boolean entity = String.valueOf(e.getMessage()).contains("entity");
        return new UnreadableFile(
                entity ? ProblemCode.FORBIDDEN_XML : ProblemCode.FILE_DAMAGED,
                entity ? "ENTITY" : UnreadableFile.reason(e));
    }
}
