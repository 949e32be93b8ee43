package com.protocolbanks.pb.simulation;

import com.protocolbanks.evm.transaction.OperatorSigner;
import com.protocolbanks.payouts.Milestones;
import com.protocolbanks.payroll.Issuer;
import com.protocolbanks.pb.simulation.SimulatedCompany.Approved;
import com.protocolbanks.pb.simulation.faults.Faults;
import com.protocolbanks.pb.simulation.faults.Shape;
import com.protocolbanks.pb.simulation.outside.SimulatedChain;
import com.protocolbanks.pb.simulation.outside.SimulatedConnections;
import com.protocolbanks.pb.simulation.outside.SimulatedEndpoint;
import com.protocolbanks.pb.simulation.outside.SimulatedLock;
import com.protocolbanks.pb.simulation.outside.SimulatedQueue;
import com.protocolbanks.pb.simulation.time.History;
import com.protocolbanks.pb.simulation.time.SimulatedProcess;
import com.protocolbanks.pb.simulation.time.Stage;
import com.protocolbanks.sending.ChainEndpoints;
import com.protocolbanks.sending.SendingPorts;
import com.protocolbanks.sending.SendingSettings;
import com.protocolbanks.sending.dialect.CosmosEvm;
import com.protocolbanks.sending.dialect.Geth;
import com.protocolbanks.worker.WorkerPayroll;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;

/** One run: some payrolls, one or two workers, and everything that goes wrong around them until all is paid. */
public final class Simulation {
    /** How long after the last fault everything has to be paid. */
    private static final Duration PATIENCE = Duration.ofHours(3);

    private static final Duration LOOK = Duration.ofSeconds(3);
    /** How often in a row nothing may be open before the run is over. */
    private static final int QUIET_LOOKS = 6;

    private final SimulatedWorld world;
    private final Shape shape;
    private final History history = new History();
    private final Stage stage;
    private final Faults faults;
    private final SimulatedQueue queue;
    private final SimulatedLock lock;
    private final SimulatedChain chain;
    private final List<Approved> batches = new ArrayList<>();
    private final Verdict verdict;
    private final Supplier<UUID> ids;
    private final List<String> wrong = new ArrayList<>();
    private final List<SimulatedProcess> workers = new ArrayList<>();
    private int begun;
    private int quiet;

    private Simulation(SimulatedWorld world, long seed, Shape shape) {
        var random = new SplittableRandom(seed);
        this.world = world;
        this.shape = shape;
        this.ids = SimulatedWorld.ids(random.split());
        world.begin();
        var issuer = new Issuer(Clock.fixed(SimulatedWorld.START, ZoneOffset.UTC), ids);
        var people = random.split();
        shape.batches()
                .forEach(count -> batches.add(world.company().approved(count, shape.chunkSize(), issuer, people)));
        this.verdict = new Verdict(world, batches);
        this.stage = new Stage(random.split(), SimulatedWorld.START, history);
        this.faults = new Faults(shape, random.split(), stage);
        this.queue = new SimulatedQueue(stage, faults);
        this.lock = new SimulatedLock(stage, faults);
        var signer = new OperatorSigner(
                SimulatedWorld.OPERATOR,
                world.node().chainId(),
                Set.of(world.contracts().multiSend()));
        this.chain = new SimulatedChain(
                new SimulatedChain.Real(world.node(), world.anvil(), signer), shape.cosmos(), stage, faults);
    }

    /**
     * What a run came to.
     *
     * @param wrong what does not hold; none when all does
     */
    public record Outcome(long seed, Shape shape, Duration took, List<String> wrong, History history) {}

    /** The run of a seed, with what its seed draws. */
    public static Outcome run(SimulatedWorld world, long seed) {
        return run(world, seed, Shape.drawn(new SplittableRandom(~seed)));
    }

    /** The run of a seed, of that shape. */
    public static Outcome run(SimulatedWorld world, long seed, Shape shape) {
        var simulation = new Simulation(world, seed, shape);
        simulation.play();
        return new Outcome(seed, shape, simulation.stage.elapsed(), List.copyOf(simulation.wrong), simulation.history);
    }

    private void play() {
        stage.fate(faults);
        chain.start();
        for (int i = 0; i < shape.workers(); i++) {
            workers.add(begin());
        }
        stage.after(LOOK, this::look);
        boolean done = stage.run(() -> quiet >= QUIET_LOOKS, shape.faulty().plus(PATIENCE));
        stage.failure().ifPresent(wrong::add);
        if (!done && stage.failure().isEmpty()) {
            wrong.add("not over " + PATIENCE.toHours() + " hours after the last fault");
            wrong.addAll(verdict.open());
        }
        stage.endAll();
        wrong.addAll(verdict.wrong(Clock.fixed(stage.now(), ZoneOffset.UTC), chain.stolen()));
    }

    /** Looks whether anything is left to do, and replaces the dead. */
    private void look() {
        quiet = faults.isCalm() && verdict.isQuiet() ? quiet + 1 : 0;
        for (var dead : workers.stream().filter(SimulatedProcess::isKilled).toList()) {
            workers.remove(dead);
            stage.after(faults.restart(), () -> workers.add(begin()));
        }
        stage.after(LOOK, this::look);
    }

    private SimulatedProcess begin() {
        return stage.begin("worker-" + ++begun, process -> worker(process).start());
    }

    private WorkerPayroll worker(SimulatedProcess process) {
        var endpoint = new SimulatedEndpoint(
                chain, stage, faults, verdict::isStored, () -> wrong.add("bytes left before they were stored"));
        var signer = new OperatorSigner(
                SimulatedWorld.OPERATOR,
                world.node().chainId(),
                Set.of(world.contracts().multiSend()));
        var outside = new SendingPorts(
                world.node().chainId(),
                new ChainEndpoints(endpoint, List.of()),
                shape.cosmos() ? new CosmosEvm() : new Geth(),
                SimulatedConnections.database(world.worker(), stage, faults, process),
                process.clock(),
                process.threads());
        Milestones milestones = milestone -> {
            stage.mark("reached " + milestone);
            stage.step("reached " + milestone);
        };
        var tasks = new WorkerPayroll.Tasks(queue.of(process), lock, (_, _) -> stage.step("documents"), milestones);
        return new WorkerPayroll(
                new WorkerPayroll.Ground(outside, tasks, signer, ids, process.name()), SendingSettings.forCosmosEvm());
    }
}
