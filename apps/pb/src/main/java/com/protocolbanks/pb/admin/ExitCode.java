package com.protocolbanks.pb.admin;

/** How a command ended, for scripts; the numbers never change. */
enum ExitCode {
    DONE(0),
    /** The product said no, or something it looked at is not as it should be. */
    REFUSED(1),
    /** The command line was not understood. */
    USAGE(2),
    /** A setting is missing, or a server cannot be reached. */
    UNAVAILABLE(3);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
