package com.protocolbanks.pb.bench;

import com.protocolbanks.pb.bench.metering.AuthorizeBench;
import com.protocolbanks.pb.bench.metering.ProxyBench;
import com.protocolbanks.pb.bench.metering.VoucherBench;
import com.protocolbanks.pb.bench.usage.SyncBench;
import picocli.CommandLine.Command;

/** {@code pb bench NAME}: each measures one thing, its limit and its peers in the same run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures, against a limit and a peer in the same run.",
        synopsisSubcommandLabel = "NAME",
        subcommands = {
            PayrollBench.class,
            ImportTimes.class,
            GasTable.class,
            AuthorizeBench.class,
            ProxyBench.class,
            VoucherBench.class,
            SyncBench.class
        })
public final class BenchCommand {}
