package com.protocolbanks.pb.verify;

import picocli.CommandLine.Command;

/** {@code pb verify …}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Check what ProtocolBanks says against the chain, or what it asks to be signed against the spreadsheet, without the product.",
        synopsisSubcommandLabel = "WHAT",
        subcommands = {VerifyBatch.class, VerifyUsage.class})
public final class VerifyCommand {}
