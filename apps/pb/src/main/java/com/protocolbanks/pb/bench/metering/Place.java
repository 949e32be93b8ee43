package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.pb.bench.turns.Report;
import com.protocolbanks.pb.machine.CpuQuota;
import java.util.List;

/**
 * Where gateway and peers run; Redis, the load and the provider have the whole machine each time.
 *
 * @param launcher words before a command that is to run there
 */
record Place(String name, boolean limited, List<String> launcher) {
    private static final double CORES = 0.5;
    private static final long MEMORY = 512L << 20;

    /** What is done in a place. */
    interface Work {
        void in(Place place) throws Exception;
    }

    /** Does it on the whole machine and in half a core, as far as is asked for; what fails is told in the report. */
    static void each(LoadOptions load, Report report, Work work) throws InterruptedException {
        if (load.onWholeMachine()) {
            var whole = new Place("the whole machine", false, List.of());
            report.attempt(whole.name(), () -> work.in(whole));
        }
        if (load.inHalfCore()) {
            report.attempt("half a core", () -> inHalfCore(report, work));
        }
    }

    private static void inHalfCore(Report report, Work work) throws Exception {
        try (var quota = CpuQuota.create("pb-bench-gateway", CORES, MEMORY).orElse(null)) {
            if (quota == null) {
                report.say("This machine lets nobody make a control group: nothing was measured in half a core.");
            } else {
                work.in(new Place("half a core, 512 MB", true, quota.launcher()));
            }
        }
    }
}
