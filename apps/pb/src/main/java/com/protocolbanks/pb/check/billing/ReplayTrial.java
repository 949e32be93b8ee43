package com.protocolbanks.pb.check.billing;

import com.protocolbanks.embedded.upstream.LeavingClient;
import com.protocolbanks.embedded.upstream.Manner;
import com.protocolbanks.embedded.upstream.StreamedQuestion;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.pb.check.agents.BareSession;
import com.protocolbanks.pb.check.agents.PaidKey;
import com.protocolbanks.pb.check.agents.VoucherPayer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every reply lost and its request sent again at the other gateway, then every captured request sent again at both, as it was
 * and with another body, in both modes of a channel: each is charged once. Many at once through both gateways: {@code seq}
 * has no gap and no twin.
 */
public final class ReplayTrial implements BillingTrial {
    private static final int RACED = 40;
    private static final int TWINS = 8;
    private static final String ECHO = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\","
            + "\"params\":{\"name\":\"echo\",\"arguments\":{\"text\":\"which way\"}}}";
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Which way?\"}]}";

    /** Something to buy. */
    private record Question(String path, String body) {}

    /** A request as somebody on its way could have captured it. */
    private record Captured(HttpRequest request, String body) {
        /** The same headers at a gateway, over a body of one's own. */
        HttpRequest at(URI gateway, String otherBody) {
            return HttpRequest.newBuilder(request, (_, _) -> true)
                    .uri(gateway.resolve(request.uri().getRawPath()))
                    .POST(BodyPublishers.ofString(otherBody))
                    .build();
        }
    }

    /** One channel in one of the two modes. */
    private record Scene(Stage stage, String mode, PaidKey key, Hash32 channelId, List<Captured> captured) {}

    private interface Paying {
        HttpRequest request(URI gateway, Question question, int number) throws IOException, InterruptedException;
    }

    @Override
    public List<String> on(Stage stage) throws Exception {
        var wrong = new ArrayList<>(window(stage));
        wrong.addAll(strict(stage));
        return wrong;
    }

    /** Each kind of answer: whole and in events, of every surface, and none but that it is paid. */
    private static List<Question> questions() {
        var all = new ArrayList<>(List.of(
                new Question("/v1/chat/completions", "{\"model\":\"small\"," + MESSAGES),
                new Question("/v1/responses", "{\"model\":\"small\",\"input\":\"Which way?\"}"),
                new Question("/v1/messages", "{\"model\":\"small\",\"max_tokens\":40," + MESSAGES),
                new Question("/v1/embeddings", "{\"model\":\"small\",\"input\":\"which way\"}"),
                new Question("/mcp", ECHO),
                new Question("/r/feed/whole", "{}"),
                new Question("/r/gate/anything", "{}")));
        for (var streamed : StreamedQuestion.values()) {
            all.add(new Question(streamed.path(Manner.SLOW), streamed.body(Manner.SLOW)));
        }
        return all;
    }

    private static List<String> window(Stage stage) throws Exception {
        var key = stage.key();
        var session = stage.session(key);
        var scene = new Scene(stage, "window", key, session.channelId(), new ArrayList<>());
        var wrong = lost(
                scene,
                (gateway, question, number) -> session.signed(
                        gateway, question.path(), question.body(), "lost-request-%06d".formatted(number)));
        wrong.addAll(replayed(scene));
        wrong.addAll(raced(scene, session));
        wrong.addAll(stage.settled(key, session.channelId()));
        return wrong;
    }

    private static List<String> strict(Stage stage) throws Exception {
        var key = stage.key();
        var payer = new VoucherPayer(stage.http(), key);
        var scene = new Scene(stage, "strict", key, payer.channelId(stage.gateway(0)), new ArrayList<>());
        var wrong = lost(
                scene,
                (gateway, question, number) -> payer.paid(gateway, question.path(), question.body(), spent(scene)));
        wrong.addAll(replayed(scene));
        wrong.addAll(stage.settled(key, scene.channelId()));
        return wrong;
    }

    /** Twice each: once the client leaves at once, once when the answer begins; then it asks again at the other gateway. */
    private static List<String> lost(Scene scene, Paying paying) throws Exception {
        var wrong = new ArrayList<String>();
        int number = 0;
        for (var question : questions()) {
            for (int stop : new int[] {LeavingClient.AT_ONCE, 0}) {
                number++;
                var request = paying.request(scene.stage().gateway(number), question, number);
                var captured = new Captured(request, question.body());
                scene.captured().add(captured);
                long before = seq(scene);
                LeavingClient.send(request, question.body(), stop);
                var again = decided(scene.stage(), captured.at(scene.stage().gateway(number + 1), question.body()));
                if (again.statusCode() != 200 && !code(again).equals("replayed")) {
                    wrong.add(scene.mode() + " " + question.path() + ", asked again, was answered " + again.statusCode()
                            + " " + again.body());
                }
                same(
                        wrong,
                        scene.mode() + " " + question.path() + ", reply lost and asked again",
                        1,
                        seq(scene) - before);
            }
        }
        System.out.println(
                "  " + scene.mode() + ": " + number + " replies lost and asked for again, " + seq(scene) + " charges");
        return wrong;
    }

    /** Sends until the first of that id has its end. */
    private static HttpResponse<String> decided(Stage stage, HttpRequest request)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (true) {
            var answer = stage.http().send(request, BodyHandlers.ofString());
            boolean waits = List.of("request_in_progress", "channel_busy", "store_unsure")
                    .contains(code(answer));
            if (!waits || System.nanoTime() > end) {
                return answer;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** The provider's dialects put the code in different places. */
    private static String code(HttpResponse<String> answer) {
        try {
            var json = JsonMapper.shared().readTree(answer.body());
            return json.path("code")
                    .asString(json.at("/error/code")
                            .asString(json.at("/error/data/code").asString("")));
        } catch (JacksonException stream) {
            return "";
        }
    }

    private static List<String> replayed(Scene scene) throws Exception {
        var spent = spent(scene);
        long seq = seq(scene);
        int reached = scene.stage().provider().requests();
        int sent = 0;
        for (var captured : scene.captured()) {
            for (int gateway = 0; gateway < 2; gateway++) {
                for (var body : List.of(captured.body(), captured.body() + " ")) {
                    decided(scene.stage(), captured.at(scene.stage().gateway(gateway), body));
                    sent++;
                }
            }
        }
        System.out.println("  " + scene.mode() + ": " + scene.captured().size() + " captured requests sent again "
                + sent + " times");
        var wrong = new ArrayList<String>();
        same(wrong, scene.mode() + ", charges of what was replayed", 0, seq(scene) - seq);
        same(wrong, scene.mode() + ", spent after the replay", spent, spent(scene));
        same(
                wrong,
                scene.mode() + ", replays that reached the provider",
                reached,
                scene.stage().provider().requests());
        return wrong;
    }

    /** Many requests, each of them several times at once, through both gateways. */
    private static List<String> raced(Scene scene, BareSession session) throws Exception {
        long before = seq(scene);
        int reached = scene.stage().provider().requests();
        var tasks = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < RACED * TWINS; i++) {
            int number = i;
            tasks.add(() -> scene.stage()
                    .http()
                    .send(
                            session.signed(
                                    scene.stage().gateway(number),
                                    "/v1/chat/completions",
                                    questions().getFirst().body(),
                                    "raced-request-%06d".formatted(number / TWINS)),
                            BodyHandlers.ofString())
                    .statusCode());
        }
        var wrong = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(tasks)) {
                if (answer.get() != 200 && answer.get() != 409) {
                    wrong.add("a request raced with its like was answered " + answer.get());
                }
            }
        }
        System.out.println("  " + RACED + " requests, each " + TWINS + " times at once through two gateways: "
                + (seq(scene) - before) + " charges");
        same(wrong, "charges of requests sent " + TWINS + " times at once", RACED, seq(scene) - before);
        same(wrong, "of them at the provider", RACED, scene.stage().provider().requests() - reached);
        return wrong;
    }

    private static long seq(Scene scene) {
        return scene.stage().books().standing(scene.key(), scene.channelId()).seq();
    }

    private static BigInteger spent(Scene scene) {
        return scene.stage().books().standing(scene.key(), scene.channelId()).channelSpent();
    }

    private static void same(List<String> wrong, String what, Object expected, Object found) {
        if (!expected.toString().equals(found.toString())) {
            wrong.add(what + ": " + found + " instead of " + expected);
        }
    }
}
