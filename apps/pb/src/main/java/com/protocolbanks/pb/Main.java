package com.protocolbanks.pb;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: one program, a command for each thing a person or a script wants done. */
@Command(
        name = "pb",
        mixinStandardHelpOptions = true,
        version = "ProtocolBanks 0.1.0",
        description = "Pays people and meters machines.")
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
