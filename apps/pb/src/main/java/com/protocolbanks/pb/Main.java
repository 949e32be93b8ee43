package com.protocolbanks.pb;

import com.protocolbanks.evm.Address;
import com.protocolbanks.pb.admin.Administration;
import com.protocolbanks.pb.admin.Prompt;
import com.protocolbanks.pb.admin.Surroundings;
import com.protocolbanks.pb.bench.BenchCommand;
import com.protocolbanks.pb.check.CheckCommand;
import com.protocolbanks.pb.demo.DemoCommand;
import com.protocolbanks.pb.standalone.StartCommand;
import com.protocolbanks.pb.verify.VerifyCommand;
import com.protocolbanks.worker.StartRefused;
import java.security.SecureRandom;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line: one program, a command for each thing a person or a script wants done. */
@Command(
        name = "pb",
        mixinStandardHelpOptions = true,
        version = "ProtocolBanks 0.1.0",
        description = "Pays people and meters machines.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            StartCommand.class,
            CheckCommand.class,
            BenchCommand.class,
            VerifyCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the product said no, or something is not as it should be",
            "2:the command line was not understood",
            "3:a setting is missing, or a server cannot be reached",
            "4:a fault of the program"
        })
public final class Main {
    private static final int USAGE = 2;
    private static final int UNREACHABLE = 3;
    private static final int FAULT = 4;

    private Main() {}

    public static void main(String[] arguments) {
        var surroundings =
                new Surroundings(System.getenv(), Clock.systemUTC(), new SecureRandom(), Prompt.ofTerminal());
        System.exit(commandLine(surroundings).execute(arguments));
    }

    /** All commands, in surroundings of choice. */
    static CommandLine commandLine(Surroundings surroundings) {
        var commandLine = new CommandLine(new Main());
        Administration.addTo(commandLine, surroundings);
        commandLine.registerConverter(Address.class, Address::of);
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((fault, failed, _) -> {
                    failed.getErr().println("pb " + failed.getCommandName() + ": " + words(fault));
                    if (surroundings.environment().containsKey("PB_TRACE")) {
                        fault.printStackTrace(failed.getErr());
                    }
                    return fault instanceof StartRefused || fault instanceof com.protocolbanks.web.StartRefused
                            ? UNREACHABLE
                            : FAULT;
                })
                .setExitCodeExceptionMapper(fault -> fault instanceof ParameterException ? USAGE : FAULT);
    }

    /** The first message that says something; a trace is for those who set PB_TRACE. */
    private static String words(Throwable fault) {
        if (fault.getMessage() != null) {
            return fault.getMessage();
        }
        return fault.getCause() == null ? fault.getClass().getSimpleName() : words(fault.getCause());
    }
}
