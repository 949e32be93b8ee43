package com.protocolbanks.pb.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A control group with half a core or so and a memory limit, for a process that is to be measured in it.
 *
 * <p>Knows cgroup v1 ({@code cpu}, {@code cpuacct} and {@code memory} trees) and v2; needs the right to make groups, usually root.
 */
public final class CpuQuota implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final int PERIOD_MICROS = 100_000;

    /** The quota alone is to limit a group, not how many others want the processors: the most that v2 and v1 take. */
    private static final String MOST_WEIGHT = "10000";

    private static final String MOST_SHARES = "262144";

    private final List<Path> groups;

    private CpuQuota(List<Path> groups) {
        this.groups = groups;
    }

    /**
     * Makes a group; empty where this machine does not let us, so that nothing is called limited that is not.
     *
     * @param cores for example 0.5
     * @param memoryBytes the limit of resident memory
     */
    public static Optional<CpuQuota> create(String name, double cores, long memoryBytes) {
        int quota = (int) (cores * PERIOD_MICROS);
        try {
            if (Files.exists(ROOT.resolve("cgroup.controllers"))) {
                var group = Files.createDirectories(ROOT.resolve(name));
                Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
                Files.writeString(group.resolve("cpu.weight"), MOST_WEIGHT);
                Files.writeString(group.resolve("memory.max"), Long.toString(memoryBytes));
                return Optional.of(new CpuQuota(List.of(group)));
            }
            var cpu = Files.createDirectories(ROOT.resolve("cpu").resolve(name));
            Files.writeString(cpu.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
            Files.writeString(cpu.resolve("cpu.cfs_quota_us"), Integer.toString(quota));
            Files.writeString(cpu.resolve("cpu.shares"), MOST_SHARES);
            var time = Files.createDirectories(ROOT.resolve("cpuacct").resolve(name));
            var memory = Files.createDirectories(ROOT.resolve("memory").resolve(name));
            Files.writeString(memory.resolve("memory.limit_in_bytes"), Long.toString(memoryBytes));
            // where both controllers share a tree, these are two names of one group
            var groups = Files.isSameFile(cpu, time) ? List.of(cpu, memory) : List.of(cpu, time, memory);
            return Optional.of(new CpuQuota(groups));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The words to put before a command so that it starts inside the group. */
    public List<String> launcher() {
        var script = new StringBuilder();
        for (var group : groups) {
            script.append("echo $$ > ").append(group.resolve("cgroup.procs")).append(" && ");
        }
        return List.of("sh", "-c", script + "exec \"$@\"", "limited");
    }

    /** Processor time used so far by everything in the group, in nanoseconds. */
    public long cpuNanos() {
        try {
            for (var group : groups) {
                var usage = group.resolve("cpuacct.usage");
                if (Files.exists(usage)) {
                    return Long.parseLong(Files.readString(usage).strip());
                }
            }
            for (var line : Files.readAllLines(groups.getFirst().resolve("cpu.stat"))) {
                if (line.startsWith("usage_usec ")) {
                    return Long.parseLong(line.substring("usage_usec ".length())) * 1_000;
                }
            }
            throw new IOException("no processor time in " + groups);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The most memory that was resident at one time, in bytes; 0 where the kernel does not tell. */
    public long peakMemoryBytes() {
        for (var name : List.of("memory.peak", "memory.max_usage_in_bytes")) {
            var file = groups.getLast().resolve(name);
            if (Files.exists(file)) {
                try {
                    return Long.parseLong(Files.readString(file).strip());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return 0;
    }

    @Override
    public void close() {
        for (var group : groups) {
            try {
                Files.deleteIfExists(group);
            } catch (IOException e) {
                throw new UncheckedIOException("processes are left in " + group, e);
            }
        }
    }
}
