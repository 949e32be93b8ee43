package com.protocolbanks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.RealRedis;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OverspendTest {
    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    @Test
    void aThousandRequestsAtFourGatewaysGetWhatTheMoneyIsFor() {
        try (var bench = new GatewayBench(redis)) {
            for (int at = 0; at < 4; at++) {
                bench.start();
            }
            var agent = bench.agent(1, 100_000, 10_000_000);
            var window = WindowAgent.opened(bench.url(0), agent, 100_000);

            var answers = IntStream.range(0, 1000)
                    .mapToObj(at -> Payer.HTTP.sendAsync(
                            window.at(bench.url(at % 4))
                                    .signed("/r/search/x", "{}", "request-%012d".formatted(at))
                                    .build(),
                            BodyHandlers.ofString()))
                    .toList();
            var statuses = answers.stream()
                    .map(CompletableFuture::join)
                    .map(HttpResponse::statusCode)
                    .toList();

            assertThat(statuses).containsOnly(200, 402);
            assertThat(statuses.stream().filter(status -> status == 200)).hasSize(10);
            assertThat(bench.upstream.requests()).isEqualTo(10);
            assertThat(agent.state().spent()).isEqualTo(100_000);
            assertThat(agent.state().seq()).isEqualTo(10);
        }
    }
}
