package com.protocolbanks.pb.verify;

import picocli.CommandLine.Command;

/** {@code pb verify …}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Check what ProtocolBanks says against the chain, with nothing but a file and an endpoint.",
        synopsisSubcommandLabel = "WHAT",
        subcommands = VerifyUsage.class)
public final class VerifyCommand {}
