package com.protocolbanks.pb.check.billing;

import com.protocolbanks.embedded.upstream.InvoiceLine;
import com.protocolbanks.embedded.upstream.LeavingClient;
import com.protocolbanks.embedded.upstream.Manner;
import com.protocolbanks.embedded.upstream.StreamedQuestion;
import com.protocolbanks.pb.check.agents.BareSession;
import com.protocolbanks.pb.check.agents.PaidKey;
import com.protocolbanks.pb.check.agents.UsageBooks.Row;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client that leaves before the answer and after each of its events, on every surface: its bill is the provider's own. */
public final class InvoiceTrial implements BillingTrial {
    @Override
    public List<String> on(Stage stage) throws Exception {
        var wrong = new ArrayList<String>();
        for (var question : StreamedQuestion.values()) {
            var key = stage.key();
            var session = stage.session(key);
            int before = stage.provider().invoice().size();
            int events = whole(stage, session, question);
            for (int stop = LeavingClient.AT_ONCE; stop <= events; stop++) {
                leave(stage, session, question, stop);
            }
            wrong.addAll(compared(stage, question, key, session, before));
        }
        return wrong;
    }

    /** Reads it to its end; answers how many events it has. */
    private static int whole(Stage stage, BareSession session, StreamedQuestion question)
            throws IOException, InterruptedException {
        var answer = stage.http()
                .send(
                        session.signed(
                                stage.gateway(0),
                                question.path(Manner.GOOD),
                                question.body(Manner.GOOD),
                                "reads-to-the-end-" + question.name()),
                        BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(question + " was answered " + answer.statusCode() + " " + answer.body());
        }
        return (int)
                answer.body().lines().filter(line -> line.startsWith("data:")).count();
    }

    private static void leave(Stage stage, BareSession session, StreamedQuestion question, int stop)
            throws IOException {
        var body = question.body(Manner.SLOW);
        var request = session.signed(
                stage.gateway(stop + 1), question.path(Manner.SLOW), body, "leaves-%010d".formatted(stop + 1));
        LeavingClient.send(request, body, stop);
    }

    private static List<String> compared(
            Stage stage, StreamedQuestion question, PaidKey key, BareSession session, int before) throws Exception {
        var wrong = new ArrayList<>(stage.settled(key, session.channelId()));
        var receipts = stage.books().receipts(session.channelId());
        var lines = invoiced(stage, before, receipts.size());
        var charged = receipts.stream().map(Row::charged).sorted().toList();
        var counted = lines.stream().map(Stage::price).sorted().toList();
        System.out.println("  " + question + ": " + receipts.size() + " bills of "
                + charged.stream().reduce(BigInteger.ZERO, BigInteger::add) + " units, the provider's invoice has "
                + lines.size() + " lines of " + counted.stream().reduce(BigInteger.ZERO, BigInteger::add));
        if (!charged.equals(counted)) {
            wrong.add(question + ": charged was " + charged + ", the provider's invoice says " + counted);
        }
        if (receipts.size() < 3) {
            wrong.add(question + ": only " + receipts.size() + " requests reached the provider, which proves nothing");
        }
        return wrong;
    }

    /** The provider writes a line when its answer has ended, which may be a moment after the bill. */
    private static List<InvoiceLine> invoiced(Stage stage, int before, int expected) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (stage.provider().invoice().size() - before < expected && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        var all = stage.provider().invoice();
        return all.subList(before, all.size());
    }
}
