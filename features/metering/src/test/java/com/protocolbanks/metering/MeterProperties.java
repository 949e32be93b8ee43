package com.protocolbanks.metering;

import static com.protocolbanks.metering.MeterBench.now;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.fixtures.RealRedis;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** The scripts on a real Redis do what the model does, step by step, with amounts up to the greatest. */
class MeterProperties {
    private static final RealRedis REDIS = new RealRedis();
    private static final Signature SIGNATURE = new Signature(BigInteger.ONE, BigInteger.TWO, 0);
    private static final List<String> IDS = List.of("a", "b", "c", "d");

    sealed interface Step {
        record Accept(long amount) implements Step {}

        record Hold(String id, Mode mode, long amount, long ceiling, boolean voucher) implements Step {}

        /** A strict voucher for exactly what was spent and the amount. */
        record Next(String id, long amount) implements Step {}

        record Settle(String id, long real) implements Step {}

        record Release(String id) implements Step {}
    }

    /** Small amounts meet each other's bounds; great ones the bounds of arithmetic. */
    @Provide
    Arbitrary<Tuple2<List<Long>, List<Step>>> histories() {
        var greatest = Arbitraries.of(10L, 1_000_000L, Ceiling.MOST);
        return greatest.flatMap(most -> Combinators.combine(
                        amounts(most).list().ofSize(2), steps(most).list().ofMaxSize(30))
                .as(Tuple::of));
    }

    private static Arbitrary<Long> amounts(long most) {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, most),
                Arbitraries.longs().between(0, 3),
                Arbitraries.longs().between(most - 3, most),
                Arbitraries.longs().between(most / 2 - 1, most / 2 + 1));
    }

    private static Arbitrary<Step> steps(long most) {
        var ids = Arbitraries.of(IDS);
        var amounts = amounts(most);
        return Arbitraries.oneOf(
                amounts.map(Step.Accept::new),
                Combinators.combine(ids, Arbitraries.of(Mode.class), amounts, amounts, Arbitraries.of(true, false))
                        .as(Step.Hold::new),
                Combinators.combine(ids, amounts).as(Step.Next::new),
                Combinators.combine(ids, amounts).as(Step.Settle::new),
                ids.map(Step.Release::new));
    }

    @Property(tries = 60)
    void theScriptsAreTheModel(@ForAll("histories") Tuple2<List<Long>, List<Step>> history) {
        REDIS.flushAll();
        var bench = new MeterBench(REDIS);
        long limit = history.get1().getFirst();
        long balance = history.get1().getLast();
        var agent = bench.agent(1, limit, balance);
        var model = new MeterModel(limit, balance);
        // brings the channel in
        take(new Step.Accept(0), agent, bench, model);
        for (var step : history.get2()) {
            take(step, agent, bench, model);
            holds(agent.state(), model);
        }
    }

    private static void take(Step step, MeterBench.Agent agent, MeterBench bench, MeterModel model) {
        switch (step) {
            case Step.Accept(var amount) ->
                assertThat(word(now(bench.meter.accept(ceiling(agent, Mode.WINDOW, amount, true)))))
                        .isEqualTo(model.accept(amount));
            case Step.Hold(var id, var mode, var amount, var upTo, var voucher) ->
                assertThat(word(agent.hold(ceiling(agent, mode, upTo, voucher), id, amount)))
                        .isEqualTo(model.hold(id, mode, amount, upTo, voucher));
            case Step.Next(var id, var amount) -> {
                long upTo = Math.min(Ceiling.MOST, model.spent.longValueExact() + amount);
                assertThat(word(agent.hold(ceiling(agent, Mode.STRICT, upTo, true), id, amount)))
                        .isEqualTo(model.hold(id, Mode.STRICT, amount, upTo, true));
            }
            case Step.Settle(var id, var real) -> {
                var held = model.holds.get(id);
                if (held != null) {
                    agent.settle(id, held.longValueExact(), Math.min(real, held.longValueExact()));
                }
                model.settle(id, real);
            }
            case Step.Release(var id) -> {
                now(bench.meter.release(agent.key(), agent.channelId, id));
                model.release(id);
            }
        }
    }

    private static Ceiling ceiling(MeterBench.Agent agent, Mode mode, long amount, boolean voucher) {
        return new Ceiling(
                agent.key(),
                agent.channelId,
                mode,
                amount,
                voucher ? new Ceiling.Proof(agent.config, SIGNATURE) : null);
    }

    private static void holds(ChannelState state, MeterModel model) {
        assertThat(BigInteger.valueOf(state.spent())).isEqualTo(model.spent);
        assertThat(BigInteger.valueOf(state.held())).isEqualTo(model.held());
        assertThat(BigInteger.valueOf(state.accepted())).isEqualTo(model.accepted);
        assertThat(state.seq()).isEqualTo(model.seq);
        assertThat(state.keySpent()).isEqualTo(state.spent());
        assertThat(state.keyHeld()).isEqualTo(state.held());
        var claimable = model.limit.min(model.balance);
        assertThat(model.spent.add(model.held())).isLessThanOrEqualTo(model.accepted);
        assertThat(model.accepted).isLessThanOrEqualTo(claimable);
    }

    private static String word(Acceptance acceptance) {
        return switch (acceptance) {
            case Acceptance.Accepted _ -> "accepted";
            case Acceptance.Refused(var refusal, var _) -> refusal.name();
        };
    }

    private static String word(Admission admission) {
        return switch (admission) {
            case Admission.Held _ -> "held";
            case Admission.Charged _ -> "charged";
            case Admission.Repeated _ -> "repeated";
            case Admission.InProgress _ -> "in progress";
            case Admission.Refused(var refusal, var _) -> refusal.name();
        };
    }
}
