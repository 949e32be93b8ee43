package com.protocolbanks.pb.check.agents;

import com.protocolbanks.embedded.upstream.InvoiceLine;
import com.protocolbanks.pb.check.agents.UsageBooks.Row;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the provider's own invoice against the receipts, request by request.
 *
 * <p>The rule: a request that ran undisturbed is charged what the provider counts. One that was cut off by a kill may have
 * been done more than once, or with a bill that nobody wrote any more; then less is charged than the provider counts, never
 * more. Each kill costs at most what the requests on their way held: that is the bound, and what was lost is held against it,
 * request by request.
 */
public final class Invoice {
    /** Prices in smallest units a token; cents of a cent are left out, so that nothing is rounded. */
    public static final String PRICES = """
            {"unit": "USD", "routes": [{"route": "chat", "surface": "CHAT", "models": {
              "assistant": {"perMillionInput": "100", "perMillionCached": "50", "perMillionOutput": "300",
                "perMillionReasoning": "400", "maxOutputTokens": 64},
              "assistant-slow": {"perMillionInput": "100", "perMillionCached": "50", "perMillionOutput": "300",
                "perMillionReasoning": "400", "maxOutputTokens": 64}}}]}""";

    private static final long INPUT = 100;
    private static final long CACHED = 50;
    private static final long OUTPUT = 300;
    private static final long REASONING = 400;

    /** What a request of the load holds at most: its body's bytes and its longest answer, at their prices. */
    private static final BigInteger MOST =
            BigInteger.valueOf(AgentLoad.LONGEST_BODY * INPUT + AgentLoad.LONGEST_ANSWER * REASONING);

    private final Map<String, List<BigInteger>> lines = new HashMap<>();
    private final Map<String, Row> receipts = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int unbilled;
    private BigInteger unbilledUnits = BigInteger.ZERO;

    private Invoice() {}

    /**
     * What came of the comparison: what is wrong, and what kills have cost the house.
     *
     * @param boundUnits what they may have cost at most: for each request that was cut off, what it held
     */
    public record Verdict(List<String> wrong, int unbilled, BigInteger unbilledUnits, BigInteger boundUnits) {}

    public static Verdict compared(List<InvoiceLine> lines, List<Row> receipts, AgentLoad load) {
        var invoice = new Invoice();
        lines.forEach(line -> invoice.lines
                .computeIfAbsent(line.user(), _ -> new ArrayList<>())
                .add(price(line)));
        receipts.forEach(invoice::add);
        load.paid().keySet().forEach(invoice::answered);
        load.chargedBefore().keySet().forEach(invoice::receipted);
        invoice.receipts.values().forEach(invoice::notMore);
        invoice.lines.keySet().forEach(id -> invoice.notLess(id, load));
        return new Verdict(List.copyOf(invoice.wrong), invoice.unbilled, invoice.unbilledUnits, bound(load));
    }

    private static BigInteger price(InvoiceLine line) {
        return BigInteger.valueOf((line.input() - line.cached()) * INPUT
                + line.cached() * CACHED
                + (line.output() - line.reasoning()) * OUTPUT
                + line.reasoning() * REASONING);
    }

    private void add(Row receipt) {
        var other = receipts.putIfAbsent(receipt.requestId(), receipt);
        if (other != null) {
            wrong.add(receipt.requestId() + " is charged twice: " + other + " and " + receipt);
        }
    }

    /** An answer that an agent has seen was charged, and is in the provider's invoice at the same price. */
    private void answered(String id) {
        receipted(id);
        var receipt = receipts.get(id);
        if (receipt != null && !lines.getOrDefault(id, List.of()).contains(receipt.charged())) {
            wrong.add(id + " was answered and charged " + receipt.charged() + ", the provider counts " + lines.get(id));
        }
    }

    private void receipted(String id) {
        if (!receipts.containsKey(id)) {
            wrong.add(id + " was said to be charged and has no receipt: a charge is lost");
        }
    }

    private void notMore(Row receipt) {
        var counted = lines.getOrDefault(receipt.requestId(), List.of());
        var most = counted.stream().max(BigInteger::compareTo).orElse(BigInteger.ZERO);
        if (receipt.charged().compareTo(most) > 0) {
            wrong.add(receipt + " is above what the provider counts: " + counted);
        }
    }

    private void notLess(String id, AgentLoad load) {
        var counted = lines.getOrDefault(id, List.of()).stream().reduce(BigInteger.ZERO, BigInteger::add);
        var receipt = receipts.get(id);
        var missing = receipt == null ? counted : counted.subtract(receipt.charged());
        if (missing.signum() <= 0) {
            return;
        }
        unbilled++;
        unbilledUnits = unbilledUnits.add(missing);
        var most = MOST.multiply(BigInteger.valueOf(load.disturbances(id)));
        if (missing.compareTo(most) > 0) {
            wrong.add(id + " was cut off " + load.disturbances(id) + " times, and " + missing
                    + " of what the provider counts is not charged, more than the " + most + " it held: " + receipt);
        }
    }

    private static BigInteger bound(AgentLoad load) {
        return MOST.multiply(BigInteger.valueOf(load.disturbances()));
    }
}
