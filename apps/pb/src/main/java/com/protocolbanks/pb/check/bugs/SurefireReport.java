package com.protocolbanks.pb.check.bugs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * What Surefire wrote of a test class.
 *
 * @param run names of the methods that ran
 * @param failures each as the method's name and the first line of what it said
 */
record SurefireReport(List<String> run, List<String> failures) {
    private static final int LONGEST = 160;

    static Path file(Path module, String type) {
        return module.resolve("target/surefire-reports/TEST-" + type + ".xml");
    }

    /** Without a report no test ran. */
    static SurefireReport read(Path file) throws IOException {
        List<String> run = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        if (Files.exists(file)) {
            var cases = elements(file);
            for (int i = 0; i < cases.getLength(); i++) {
                var one = (Element) cases.item(i);
                run.add(one.getAttribute("name"));
                for (String kind : List.of("failure", "error")) {
                    var found = one.getElementsByTagName(kind);
                    if (found.getLength() > 0) {
                        failures.add(one.getAttribute("name") + ": " + words((Element) found.item(0)));
                    }
                }
            }
        }
        return new SurefireReport(run, failures);
    }

    private static org.w3c.dom.NodeList elements(Path file) throws IOException {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getElementsByTagName("testcase");
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + " cannot be read", e);
        }
    }

    private static String words(Element failure) {
        var said = failure.getAttribute("message").isBlank()
                ? failure.getAttribute("type")
                : failure.getAttribute("message");
        var line = String.join(" ", said.strip().split("\\s+"));
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    /** Whether the method, or one of its invocations, ran. */
    boolean hasRun(String method) {
        return run.stream().anyMatch(name -> isOf(name, method));
    }

    List<String> failuresOf(String method) {
        return failures.stream().filter(failure -> isOf(failure, method)).toList();
    }

    private static boolean isOf(String name, String method) {
        return name.startsWith(method)
                && (name.length() == method.length() || !Character.isJavaIdentifierPart(name.charAt(method.length())));
    }
}
