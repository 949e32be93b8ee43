package com.protocolbanks.pb.admin;

import java.util.Map;

/**
 * What a command has to say.
 *
 * @param data goes to standard output, as JSON when asked for; empty when there is nothing
 * @param text the same for a person
 * @param note goes to standard error; empty when there is nothing
 */
record Answer(Exit exit, Map<String, ?> data, String text, String note) {
    /** How a command ended, for scripts; the numbers never change. */
    enum Exit {
        DONE(0),
        /** The product said no, or something it looked at is not as it should be. */
        REFUSED(1),
        /** The command line was not understood. */
        USAGE(2),
        /** A setting is missing, or a server cannot be reached. */
        UNAVAILABLE(3);

        private final int number;

        Exit(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    static Answer done(Map<String, ?> data, String text) {
        return new Answer(Exit.DONE, data, text, "");
    }

    static Answer refused(String note) {
        return new Answer(Exit.REFUSED, Map.of(), "", note);
    }

    Answer withNote(String words) {
        return new Answer(exit, data, text, words);
    }
}
