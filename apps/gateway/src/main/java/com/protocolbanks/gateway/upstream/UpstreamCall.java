package com.protocolbanks.gateway.upstream;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** A request under way; used on its event loop alone. */
public final class UpstreamCall {
    private final UpstreamListener listener;
    private @Nullable Channel channel;
    private boolean paused;
    private boolean over;

    UpstreamCall(UpstreamListener listener) {
        this.listener = listener;
    }

    /** Reads no more of the answer for now; the upstream is slowed down by TCP itself. */
    public void pause() {
        paused = true;
        if (channel != null) {
            channel.config().setAutoRead(false);
        }
    }

    public void resume() {
        paused = false;
        if (channel != null) {
            channel.config().setAutoRead(true);
        }
    }

    /** Ends the connection; the listener hears no more. */
    public void cancel() {
        over = true;
        if (channel != null) {
            var _ = channel.close();
        }
    }

    boolean isOver() {
        return over;
    }

    boolean isPaused() {
        return paused;
    }

    UpstreamListener listener() {
        return listener;
    }

    void runsOn(Channel connection) {
        channel = connection;
        if (paused) {
            connection.config().setAutoRead(false);
        }
    }

    void ended() {
        channel = null;
        if (!over) {
            over = true;
            listener.end();
        }
    }

    void failed(UpstreamFault fault) {
        channel = null;
        if (!over) {
            over = true;
            listener.failed(fault);
        }
    }
}
