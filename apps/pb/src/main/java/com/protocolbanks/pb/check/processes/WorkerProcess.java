package com.protocolbanks.pb.check.processes;

import com.protocolbanks.pb.machine.CpuQuota;
import com.protocolbanks.pb.standalone.Premises;
import java.io.IOException;
import java.util.List;

/** A worker in a process of its own. */
public final class WorkerProcess implements AutoCloseable {
    private final Process process;

    private WorkerProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param launcher words before the command, such as those of a {@link CpuQuota}
     * @param jvm options of the virtual machine
     * @param more arguments after those that describe the premises
     */
    public static WorkerProcess start(Premises premises, List<String> launcher, List<String> jvm, List<String> more)
            throws IOException {
        var command = JavaProcess.command(launcher, jvm, KillableWorker.class);
        command.addAll(KillableWorker.arguments(premises.worker()));
        command.addAll(more);
        return new WorkerProcess(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it at once, in the middle of whatever it does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end, and ends it by force when it has not after a minute. */
    @Override
    public void close() {
        JavaProcess.end(process);
    }
}
