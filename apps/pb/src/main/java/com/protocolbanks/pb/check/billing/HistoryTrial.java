package com.protocolbanks.pb.check.billing;

import com.protocolbanks.embedded.upstream.Manner;
import com.protocolbanks.embedded.upstream.StreamedQuestion;
import com.protocolbanks.pb.check.agents.PaidKey;
import com.protocolbanks.pb.check.agents.VoucherPayer;
import com.protocolbanks.pb.company.SessionKeyClient;
import com.protocolbanks.pb.verify.VerifyUsage;
import com.protocolbanks.x402.verify.Tampering;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/**
 * Histories that gateways and a worker have written, of both modes of a channel, with a claim on chain: {@code pb verify
 * usage} accepts them, and names whatever is done to them.
 */
public final class HistoryTrial implements BillingTrial {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ROUNDS = 3;

    private record Answer(int exit, String words) {}

    @Override
    public List<String> on(Stage stage) throws Exception {
        var keys = new SessionKeyClient(stage.premises().web(), stage.cast(), new SecureRandom());
        var window = stage.key();
        var session = stage.session(window);
        var questions = List.of(StreamedQuestion.values());
        for (int i = 0; i < ROUNDS * questions.size(); i++) {
            var question = questions.get(i % questions.size());
            pay(
                    stage,
                    session.signed(
                            stage.gateway(i),
                            question.path(Manner.GOOD),
                            question.body(Manner.GOOD),
                            "history-request-" + i));
        }
        var strict = stage.key();
        var payer = new VoucherPayer(stage.http(), strict);
        var channel = payer.channelId(stage.gateway(0));
        var spent = BigInteger.ZERO;
        for (int i = 0; i < ROUNDS; i++) {
            pay(stage, payer.paid(stage.gateway(i), "/r/feed/whole", "{}", spent));
            spent = stage.books().standing(strict, channel).channelSpent();
        }
        var wrong = new ArrayList<>(stage.settled(window, session.channelId()));
        wrong.addAll(stage.settled(strict, channel));
        wrong.addAll(judged(stage, keys, window));
        wrong.addAll(judged(stage, keys, strict));
        return wrong;
    }

    private static void pay(Stage stage, HttpRequest request) throws IOException, InterruptedException {
        var answer = stage.http().send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(request.uri() + " was answered " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Claims the key's use on chain, and has its history verified as it is and after each kind of tampering. */
    private static List<String> judged(Stage stage, SessionKeyClient keys, PaidKey key) throws Exception {
        keys.settle(key.id());
        keys.await(key.id(), PATIENCE, HistoryTrial::isClaimed);
        var lines = new String(keys.history(key.id()), StandardCharsets.UTF_8)
                .lines()
                .toList();
        var file = Files.createTempFile("history", ".jsonl");
        var wrong = new ArrayList<String>();
        try {
            var honest = verified(stage, file, lines);
            System.out.print("  " + honest.words());
            if (honest.exit() != 0 || !honest.words().contains(": honest; ")) {
                wrong.add("an honest history ended with exit code " + honest.exit() + ": " + honest.words());
            }
            for (var kind : Tampering.values()) {
                var answer = verified(stage, file, Tampered.by(kind, lines));
                System.out.print("  " + answer.words());
                if (answer.exit() != 1 || !answer.words().contains(": " + kind + " at")) {
                    wrong.add(kind + " was done to a history, which ended with exit code " + answer.exit() + ": "
                            + answer.words());
                }
            }
        } finally {
            Files.delete(file);
        }
        return wrong;
    }

    private static boolean isClaimed(JsonNode whole) {
        return whole.path("claims")
                .valueStream()
                .anyMatch(claim -> claim.path("state").asString().equals("FINAL"));
    }

    private static Answer verified(Stage stage, Path file, List<String> lines) throws IOException {
        Files.write(file, lines);
        var words = new StringWriter();
        var line = new CommandLine(new VerifyUsage())
                .setOut(new PrintWriter(words))
                .setErr(new PrintWriter(words));
        int exit = line.execute(
                file.toString(), "--rpc", stage.premises().servers().chainUrl().toString());
        return new Answer(exit, words.toString());
    }
}
