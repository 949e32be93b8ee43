package com.protocolbanks.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way to a server of this machine, for those who are to see it vanish: it can be cut and mended, the server goes on. */
public final class Cable implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final ServerSocket listening;
    private final int server;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private Cable(ServerSocket listening, int server) {
        this.listening = listening;
        this.server = server;
    }

    /**
     * Lays a cable; {@link #port} is its near end.
     *
     * @param server the port where it listens
     */
    public static Cable to(int server) {
        try {
            var cable = new Cable(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), server);
            Thread.ofVirtual().name("cable").start(cable::accept);
            return cable;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where whoever uses it has to connect to. */
    public int port() {
        return listening.getLocalPort();
    }

    /** Every connection ends, and each new one at once. */
    public void cut() {
        cut = true;
        ends.forEach(Cable::end);
    }

    public void mend() {
        cut = false;
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                if (cut) {
                    end(client);
                } else {
                    connect(client);
                }
            }
        } catch (IOException closed) {
            ends.forEach(Cable::end);
        }
    }

    private void connect(Socket client) {
        try {
            var there = new Socket(InetAddress.getLoopbackAddress(), server);
            client.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            ends.add(client);
            ends.add(there);
            Thread.ofVirtual().start(() -> pass(client, there));
            Thread.ofVirtual().start(() -> pass(there, client));
            if (cut) {
                end(client);
                end(there);
            }
        } catch (IOException refused) {
            end(client);
        }
    }

    private void pass(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[BUFFER];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                out.write(bytes, 0, count);
            }
        } catch (IOException gone) {
            // the other direction ends with it
        } finally {
            end(from);
            end(to);
            ends.remove(from);
            ends.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        cut();
        listening.close();
    }
}
