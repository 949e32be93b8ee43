package com.protocolbanks.pb.admin;

import com.protocolbanks.evm.rpc.ChainUnavailable;
import java.util.concurrent.Callable;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One command: data on standard output, everything else on standard error, an {@link Answer.Exit} at the end. */
abstract class AdminCommand implements Callable<Integer> {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    /** Does the work. */
    abstract Answer answer();

    @Override
    public final Integer call() {
        try {
            return print(answer());
        } catch (Surroundings.Unusable unusable) {
            return complain(unusable.getMessage());
        } catch (ChainUnavailable away) {
            return complain("the chain could not be asked: " + away.getMessage());
        } catch (DataAccessException away) {
            return complain("the database could not be used: " + away.getMessage());
        }
    }

    private int print(Answer answer) {
        var out = spec().commandLine().getOut();
        if (!answer.data().isEmpty()) {
            out.println(json ? JSON.writeValueAsString(answer.data()) : answer.text());
            out.flush();
        }
        if (!answer.note().isEmpty()) {
            say(answer.note());
        }
        return answer.exit().number();
    }

    private int complain(@Nullable String words) {
        say(String.valueOf(words));
        return Answer.Exit.UNAVAILABLE.number();
    }

    /** One line to standard error. */
    final void say(String words) {
        var err = spec().commandLine().getErr();
        err.println(words);
        err.flush();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("a command runs inside a command line");
        }
        return spec;
    }
}
