package com.protocolbanks.pb.admin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What differs from an earlier payroll, counted from the items of both. */
record PayeeChanges(List<String> lines) {
    PayeeChanges {
        lines = List.copyOf(lines);
    }

    private record Paid(String name, BigDecimal amount, String address) {
        Paid plus(Paid more) {
            var addresses = address.contains(more.address) ? address : address + " " + more.address;
            return new Paid(name, amount.add(more.amount), addresses);
        }
    }

    /** New people first, then changed addresses, changed amounts, and who is gone. */
    static PayeeChanges between(List<JsonNode> before, List<JsonNode> now) {
        var earlier = byEmployee(before);
        var news = new ArrayList<String>();
        var addresses = new ArrayList<String>();
        var amounts = new ArrayList<String>();
        byEmployee(now).forEach((employee, paid) -> {
            var was = earlier.remove(employee);
            if (was == null) {
                news.add("new      " + paid.name + "  " + amount(paid) + "  " + paid.address);
            } else if (!was.address.equals(paid.address)) {
                addresses.add(
                        "address  " + paid.name + "  " + was.address + " -> " + paid.address + "  " + amount(paid));
            } else if (was.amount.compareTo(paid.amount) != 0) {
                amounts.add("amount   " + paid.name + "  " + amount(was) + " -> " + amount(paid));
            }
        });
        var lines = new ArrayList<>(news);
        lines.addAll(addresses);
        lines.addAll(amounts);
        earlier.values().forEach(gone -> lines.add("gone     " + gone.name + "  " + amount(gone)));
        return new PayeeChanges(lines);
    }

    private static Map<String, Paid> byEmployee(List<JsonNode> items) {
        Map<String, Paid> paid = new LinkedHashMap<>();
        for (var item : items) {
            paid.merge(
                    item.path("employeeId").asString(""),
                    new Paid(
                            item.path("name").asString(""),
                            new BigDecimal(item.path("amount").asString("0")),
                            item.path("walletAddress").asString("")),
                    Paid::plus);
        }
        return paid;
    }

    private static String amount(Paid paid) {
        return paid.amount.stripTrailingZeros().toPlainString();
    }
}
