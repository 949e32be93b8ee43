package com.protocolbanks.embedded.anvil;

import java.net.URI;
import java.time.Duration;

/**
 * Makes blocks where anvil alone would stop: for transactions it has left waiting, and now and then an empty one, so
 * that the chain's time goes on.
 *
 * <p>anvil's own clock would make an empty block every second, and all of them are written to its state every second.
 */
public final class ChainPulse implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final int PERIODS_BETWEEN_EMPTY_BLOCKS = 30;

    private final AnvilRpc rpc;
    private final Thread thread;

    private ChainPulse(URI chain) {
        this.rpc = new AnvilRpc(chain);
        this.thread = Thread.ofVirtual().name("chain-pulse").unstarted(this::beat);
    }

    public static ChainPulse of(URI chain) {
        var pulse = new ChainPulse(chain);
        pulse.thread.start();
        return pulse;
    }

    private void beat() {
        try {
            for (int period = 1; ; period++) {
                Thread.sleep(PERIOD);
                mineIfNeeded(period % PERIODS_BETWEEN_EMPTY_BLOCKS == 0);
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void mineIfNeeded(boolean anyway) throws InterruptedException {
        try {
            if (anyway || !rpc.ask("txpool_status").path("pending").asString().equals("0x0")) {
                rpc.ask("evm_mine");
            }
        } catch (IllegalStateException away) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException(away.getMessage());
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
