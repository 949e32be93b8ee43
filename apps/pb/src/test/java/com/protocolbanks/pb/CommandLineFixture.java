package com.protocolbanks.pb;

import com.protocolbanks.pb.admin.Prompt;
import com.protocolbanks.pb.admin.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs commands as a shell would, and keeps what they print. */
public final class CommandLineFixture {
    private final Surroundings surroundings;

    public CommandLineFixture(Map<String, String> environment) {
        this.surroundings = new Surroundings(environment, Clock.systemUTC(), new SecureRandom(), Prompt.nobody());
    }

    /** What one command did. */
    public record Ran(int exit, String out, String err) {
        public JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    public Ran run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Main.commandLine(surroundings)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Ran(exit, out.toString(), err.toString());
    }
}
