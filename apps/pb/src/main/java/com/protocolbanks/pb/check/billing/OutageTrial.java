package com.protocolbanks.pb.check.billing;

import com.protocolbanks.embedded.upstream.InvoiceLine;
import com.protocolbanks.pb.check.agents.UsageBooks.Row;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Redis stopped, Redis killed, Postgres out of reach, each under load for some seconds: what is answered meanwhile is paid,
 * or is a 503 in time; afterwards the books are right.
 */
public final class OutageTrial implements BillingTrial {
    /** Redis is waited for five seconds before a request goes upstream and five afterwards. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** Shorter than a hold lives that is not taken back: those of requests that were answered 503 have to be. */
    private static final Duration DRAINED = Duration.ofMinutes(2);

    private static final long PATIENCE_SECONDS = 60;

    private final Duration outage;

    /** @param outage how long what is away is away */
    public OutageTrial(Duration outage) {
        this.outage = outage;
    }

    private interface Step {
        void take() throws Exception;
    }

    /** What goes away, how it comes back, and which answers there are meanwhile. */
    private record Trouble(String name, Step begin, Step end, Set<Integer> statuses) {}

    @Override
    public List<String> on(Stage stage) throws Exception {
        var servers = stage.premises().servers();
        var troubles = List.of(
                new Trouble(
                        "postgres-gone",
                        () -> stage.cable().cut(),
                        () -> stage.cable().mend(),
                        Set.of(200)),
                new Trouble("redis-stopped", servers::pauseRedis, servers::resumeRedis, Set.of(200, 503)),
                new Trouble("redis-killed", servers::crashRedis, () -> {}, Set.of(200, 503)));
        var wrong = new ArrayList<String>();
        for (var trouble : troubles) {
            wrong.addAll(through(stage, trouble));
        }
        return wrong;
    }

    private List<String> through(Stage stage, Trouble trouble) throws Exception {
        var key = stage.key();
        var session = stage.session(key);
        var wrong = new ArrayList<String>();
        try (var agents = new SteadyAgents(stage, session, trouble.name())) {
            wrong.addAll(untilPaid(agents, "before " + trouble.name()));
            trouble.begin().take();
            TimeUnit.NANOSECONDS.sleep(outage.toNanos());
            trouble.end().take();
            wrong.addAll(untilPaid(agents, "after " + trouble.name()));
            agents.finish();
            wrong.addAll(stage.settled(key, session.channelId(), DRAINED));
            System.out.println("  " + trouble.name() + " for " + outage.toSeconds() + " s: answers by status "
                    + agents.statuses() + ", the slowest after "
                    + agents.longest().toMillis() + " ms");
            wrong.addAll(verdict(stage, trouble, agents, stage.books().receipts(session.channelId())));
        }
        return wrong;
    }

    /** Waits until some more are answered. */
    private static List<String> untilPaid(SteadyAgents agents, String when) throws InterruptedException {
        long enough = agents.paid() + 20;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (agents.paid() < enough && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return agents.paid() < enough
                ? List.of(when + " nothing is answered within " + PATIENCE_SECONDS + " s: " + agents.statuses())
                : List.of();
    }

    private static List<String> verdict(Stage stage, Trouble trouble, SteadyAgents agents, List<Row> receipts) {
        var wrong = new ArrayList<String>();
        var others = agents.statuses().keySet().stream()
                .filter(status -> !trouble.statuses().contains(status))
                .toList();
        if (!others.isEmpty()) {
            wrong.add(trouble.name() + ": there are answers " + others + " among " + agents.statuses());
        }
        if (agents.longest().compareTo(LONGEST) > 0) {
            wrong.add(trouble.name() + ": an answer took " + agents.longest());
        }
        Map<String, List<BigInteger>> charged = receipts.stream()
                .collect(Collectors.groupingBy(Row::requestId, Collectors.mapping(Row::charged, Collectors.toList())));
        Map<String, List<BigInteger>> counted = stage.provider().invoice().stream()
                .collect(Collectors.groupingBy(
                        InvoiceLine::user, Collectors.mapping(Stage::price, Collectors.toList())));
        agents.answers().forEach((id, answer) -> {
            var bill = charged.getOrDefault(id, List.of());
            var invoice = counted.getOrDefault(id, List.of());
            boolean right = answer.status() == 200
                    ? bill.size() == 1 && bill.equals(invoice)
                    : bill.size() <= 1 && sum(bill).compareTo(sum(invoice)) <= 0;
            if (!right) {
                wrong.add(id + " was answered " + answer.status() + " and charged " + bill + ", the provider counts "
                        + invoice);
            }
        });
        return wrong;
    }

    private static BigInteger sum(List<BigInteger> amounts) {
        return amounts.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }
}
