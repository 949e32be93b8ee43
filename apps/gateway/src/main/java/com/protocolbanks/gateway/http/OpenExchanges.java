package com.protocolbanks.gateway.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests being answered, so that an ending process can wait for them. */
public final class OpenExchanges {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private final Set<Object> hidden = ConcurrentHashMap.newKeySet();
    private int count;
    private volatile boolean draining;

    void begun() {
        change(1);
    }

    void ended() {
        change(-1);
    }

    private void change(int by) {
        lock.lock();
        try {
            count += by;
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Counts work that may go on after its client has gone; the same work is counted once. */
    public void behindTheScenes(Object work) {
        if (hidden.add(work)) {
            begun();
        }
    }

    public void doneBehindTheScenes(Object work) {
        if (hidden.remove(work)) {
            ended();
        }
    }

    boolean draining() {
        return draining;
    }

    public int count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Keeps no connection from now on and waits until all is answered; false when the time is over before. */
    boolean drain(Duration longest) throws InterruptedException {
        draining = true;
        long left = longest.toNanos();
        lock.lock();
        try {
            while (count > 0 && left > 0) {
                left = fewer.awaitNanos(left);
            }
            return count == 0;
        } finally {
            lock.unlock();
        }
    }
}
