package com.protocolbanks.pb.admin;

import java.util.Map;

/**
 * What a command has to say.
 *
 * @param data goes to standard output, as JSON when asked for; empty when there is nothing
 * @param text the same for a person
 * @param note goes to standard error; empty when there is nothing
 */
record Answer(ExitCode exit, Map<String, ?> data, String text, String note) {
    static Answer done(Map<String, ?> data, String text) {
        return new Answer(ExitCode.DONE, data, text, "");
    }

    static Answer refused(String note) {
        return new Answer(ExitCode.REFUSED, Map.of(), "", note);
    }

    Answer withNote(String words) {
        return new Answer(exit, data, text, words);
    }
}
