package com.protocolbanks.pb.admin;

import com.protocolbanks.evm.Address;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/** The administrator's commands, to be added to a command line. */
public final class Administration {
    private Administration() {}

    public static void addTo(CommandLine commandLine, Surroundings surroundings) {
        for (var commands : List.of(
                OrgCommands.with(surroundings),
                MemberCommands.with(surroundings),
                KeyCommands.with(surroundings),
                BatchCommands.with(surroundings),
                PriceCommands.with(surroundings),
                GatewayCommands.with(surroundings))) {
            commands.registerConverter(Address.class, Address::of);
            commands.registerConverter(Locale.class, Locale::of);
            commandLine.addSubcommand(commands);
        }
    }
}
