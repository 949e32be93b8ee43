package com.protocolbanks.pb.demo;

import com.protocolbanks.embedded.Refusal;
import com.protocolbanks.evm.Address;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The sample files that come with the product. */
final class Samples {
    private Samples() {}

    /** The 25-person payroll. */
    static Path payroll() {
        return folder().resolve("payroll-25.xlsx");
    }

    /** The recipients of the sample payroll that the development token refuses, and how. */
    static Map<Address, Refusal> refusedRecipients() {
        Map<Address, Refusal> refused = new LinkedHashMap<>();
        for (var entry : JsonMapper.shared()
                .readTree(folder().resolve("refused-recipients.json").toFile())) {
            refused.put(
                    Address.of(entry.path("address").asString()),
                    Refusal.of(entry.path("how").asInt()));
        }
        return refused;
    }

    private static Path folder() {
        return Path.of(System.getProperty("pb.root", ".")).resolve("samples");
    }
}
