package com.protocolbanks.metering;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** What the scripts must do, in plain Java with numbers that have no end. One key with one channel. */
final class MeterModel {
    final BigInteger limit;
    final BigInteger balance;
    final Map<String, BigInteger> holds = new HashMap<>();
    final Map<String, BigInteger> charged = new HashMap<>();
    BigInteger accepted = BigInteger.ZERO;
    BigInteger spent = BigInteger.ZERO;
    long seq;

    MeterModel(long limit, long balance) {
        this.limit = BigInteger.valueOf(limit);
        this.balance = BigInteger.valueOf(balance);
    }

    BigInteger held() {
        return holds.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    String accept(long amount) {
        var ceiling = BigInteger.valueOf(amount);
        if (ceiling.compareTo(accepted) > 0) {
            if (ceiling.compareTo(balance) > 0 || ceiling.compareTo(limit) > 0) {
                return Refusal.OUT_OF_MONEY.name();
            }
            accepted = ceiling;
        }
        return "accepted";
    }

    /** @param voucher whether the ceiling comes with its voucher */
    String hold(String id, Mode mode, long amount, long ceiling, boolean voucher) {
        if (charged.containsKey(id)) {
            return "repeated";
        }
        if (holds.containsKey(id)) {
            return "in progress";
        }
        var most = BigInteger.valueOf(amount);
        var upTo = BigInteger.valueOf(ceiling);
        if (mode == Mode.STRICT && held().signum() > 0) {
            return Refusal.CHANNEL_BUSY.name();
        }
        if (mode == Mode.STRICT && !upTo.equals(spent.add(most))) {
            return Refusal.CUMULATIVE_MISMATCH.name();
        }
        boolean raised = voucher && upTo.compareTo(accepted) > 0;
        if (raised && (upTo.compareTo(balance) > 0 || upTo.compareTo(limit) > 0)) {
            return Refusal.OUT_OF_MONEY.name();
        }
        var after = spent.add(held()).add(most);
        var allowed = (raised ? upTo : accepted).min(balance).min(limit);
        if (after.compareTo(allowed) > 0) {
            return Refusal.OUT_OF_MONEY.name();
        }
        if (raised) {
            accepted = upTo;
        }
        holds.put(id, most);
        return "held";
    }

    /** Charges at most what is held. */
    void settle(String id, long real) {
        var held = holds.remove(id);
        if (held != null) {
            var charge = BigInteger.valueOf(real).min(held);
            spent = spent.add(charge);
            charged.put(id, charge);
            seq++;
        }
    }

    void release(String id) {
        holds.remove(id);
    }
}
