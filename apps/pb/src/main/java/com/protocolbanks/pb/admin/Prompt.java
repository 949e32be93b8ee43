package com.protocolbanks.pb.admin;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal; where there is none, there is no answer. */
public interface Prompt {
    /** What the person types, visibly. */
    Optional<String> ask(String question);

    /** What the person types, unseen. */
    Optional<String> askSecretly(String question);

    /** The terminal of this process, if it is one. */
    static Prompt ofTerminal() {
        @Nullable Console console = System.console();
        return console == null || !console.isTerminal() ? nobody() : of(console);
    }

    private static Prompt of(Console console) {
        return new Prompt() {
            @Override
            public Optional<String> ask(String question) {
                return Optional.ofNullable(console.readLine("%s", question));
            }

            @Override
            public Optional<String> askSecretly(String question) {
                return Optional.ofNullable(console.readPassword("%s", question)).map(String::new);
            }
        };
    }

    /** For scripts. */
    static Prompt nobody() {
        return new Prompt() {
            @Override
            public Optional<String> ask(String question) {
                return Optional.empty();
            }

            @Override
            public Optional<String> askSecretly(String question) {
                return Optional.empty();
            }
        };
    }
}
