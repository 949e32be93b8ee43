package com.protocolbanks.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Finds TCP ports of the loopback address that nobody uses. */
public final class FreePorts {
    /** Below what systems hand out to outgoing connections, so that a remembered port stays free. */
    private static final int LOWEST = 20_000;

    private static final int COUNT = 12_000;

    private static final int TRIES = 3;

    /** Processes begin at different places, so that two of them seldom try the same port. */
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 37 % COUNT));

    private FreePorts() {}

    /** A port that was free just now. */
    public static int next() {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + LOWEST + " to " + (LOWEST + COUNT));
    }

    /** Starts a server on a free port, and once more on others should a stranger be quicker to take it. */
    static <T> T startOn(IntFunction<T> start) {
        for (int tried = 1; ; tried++) {
            int port = next();
            try {
                return start.apply(port);
            } catch (IllegalStateException fault) {
                if (tried == TRIES || isFree(port)) {
                    throw fault;
                }
            }
        }
    }

    /** Whether a server could listen on the port now. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
