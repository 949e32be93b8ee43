package com.protocolbanks.metering;

import static com.protocolbanks.metering.MeterBench.now;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.RealRedis;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many at once never spend a unit that is not there. */
class OverspendTest {
    private static final int CLIENTS = 64;
    private static final int REQUESTS = 10_000;

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    @Test
    void ofTenThousandRequestsForTheLastUnitOneIsAdmitted() throws Exception {
        var bench = new MeterBench(redis);
        var agent = bench.agent(1, 1, 1_000_000);
        assertThat(now(bench.meter.accept(agent.ceiling(Mode.WINDOW, 1)))).isInstanceOf(Acceptance.Accepted.class);
        var admitted = new AtomicLong();

        atOnce((client, request) -> {
            if (agent.hold(agent.session(1), "request-" + client + "-" + request, 1) instanceof Admission.Held) {
                admitted.incrementAndGet();
            }
        });

        assertThat(admitted).hasValue(1);
        assertThat(agent.state().held()).isEqualTo(1);
    }

    @Test
    void whateverIsHeldAndSettledAtOnceAddsUp() throws Exception {
        var bench = new MeterBench(redis);
        long ceiling = 20_000;
        var agent = bench.agent(2, ceiling, ceiling);
        assertThat(now(bench.meter.accept(agent.ceiling(Mode.WINDOW, ceiling))))
                .isInstanceOf(Acceptance.Accepted.class);
        var charged = new AtomicLong();
        var receipts = new AtomicLong();

        atOnce((client, request) -> {
            var random = new SplittableRandom(31L * client + request);
            long amount = random.nextLong(50);
            var id = "request-" + client + "-" + request;
            if (agent.hold(agent.session(ceiling), id, amount) instanceof Admission.Held) {
                long real = random.nextLong(amount + 1);
                agent.settle(id, amount, real);
                charged.addAndGet(real);
                receipts.incrementAndGet();
            }
        });

        var state = agent.state();
        assertThat(state.spent()).isEqualTo(charged.get()).isLessThanOrEqualTo(ceiling);
        assertThat(state.seq()).isEqualTo(receipts.get());
        assertThat(state.held()).isZero();
        assertThat(state.keyHeld()).isZero();
        assertThat(state.keySpent()).isEqualTo(state.spent());
    }

    private interface Request {
        void make(int client, int request);
    }

    private static void atOnce(Request request) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = new ArrayList<Callable<Void>>();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                clients.add(() -> {
                    for (int each = 0; each < REQUESTS / CLIENTS; each++) {
                        request.make(number, each);
                    }
                    return null;
                });
            }
            for (var done : threads.invokeAll(clients)) {
                done.get();
            }
        }
    }
}
