package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.signature.Recovery;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.metering.Mode;
import com.protocolbanks.metering.vouchers.VoucherAnswer;
import com.protocolbanks.metering.vouchers.VoucherCheck;
import com.protocolbanks.pb.bench.turns.Report;
import com.protocolbanks.pb.bench.turns.Sample;
import com.protocolbanks.pb.bench.turns.Turns;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pb bench voucher}: how many vouchers a thread checks in a second. */
@Command(
        name = "voucher",
        mixinStandardHelpOptions = true,
        description = "Checks vouchers, beside the library's recovery alone and beside Bouncy Castle.")
public final class VoucherBench implements Callable<Integer> {
    private static final String OURS = "voucher, whole check";
    private static final String LIMIT = "libsecp256k1, recovery alone";
    private static final String PORTABLE = "Bouncy Castle, recovery alone";
    private static final int DELAY = 900;
    private static final int PART = 100;
    private static final SettlementDomain DOMAIN =
            new SettlementDomain(new ChainId(LocalChain.CHAIN_ID), SettlementDomain.CANONICAL);
    private static final Address RECEIVER = DevAccount.ALL.get(4).address();
    private static final Address TOKEN = DevAccount.ALL.get(5).address();

    @Option(names = "--turns", defaultValue = "5", description = "How often (default: ${DEFAULT-VALUE}).")
    private int turns;

    @Option(names = "--seconds", defaultValue = "2", description = "Each time (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--vouchers", defaultValue = "5000", description = "How many differ (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    /** A signed voucher, and its parts as each contender takes them. */
    private record Signed(Voucher voucher, byte[] bytes, Signature signature, byte[] digest) {}

    @Override
    public Integer call() throws Exception {
        var library = Recovery.ofLibrary();
        if (library.isEmpty()) {
            System.err.println("libsecp256k1 is not built for this system, so there is nothing to measure against.");
            return 1;
        }
        var key = SigningKey.generate(new SecureRandom());
        var config = new ChannelConfig(RECEIVER, key.address(), RECEIVER, RECEIVER, TOKEN, DELAY, Hash32.ZERO);
        var vouchers = signed(key, config);
        var turned = new Turns()
                .with(OURS, () -> measure(vouchers, check(config)))
                .with(LIMIT, () -> measure(vouchers, recovery(library.get())))
                .with(PORTABLE, () -> measure(vouchers, recovery(Recovery.PORTABLE)));
        for (var warm : List.of(recovery(library.get()), recovery(Recovery.PORTABLE), check(config))) {
            measure(vouchers, warm);
        }
        return new Report("voucher")
                .say(String.format("""
                        One thread, %d s of processor time each, %,d vouchers of one channel, none of them seen before. The whole check is the
                        channel's id, its terms, the EIP-712 digest, the signature's form, the recovery, and the account of the key;
                        the others are the recovery of the public key alone.""", seconds, count))
                .table("voucher", turned.run(turns), "vouchers a processor second", OURS)
                .told(json);
    }

    private List<Signed> signed(SigningKey key, ChannelConfig config) {
        var vouchers = new ArrayList<Signed>();
        for (int amount = 1; amount <= count; amount++) {
            var voucher = new Voucher(DOMAIN.channelId(config), BigInteger.valueOf(amount));
            var digest = DOMAIN.digest(voucher);
            var signature = key.sign(digest);
            vouchers.add(new Signed(voucher, signature.bytes(), signature, digest.bytes()));
        }
        return vouchers;
    }

    /** Whatever is timed answers 1 for each voucher that is right. */
    private ToLongFunction<List<Signed>> check(ChannelConfig config) {
        return all -> {
            // a new one each time: it remembers what it has checked
            var check = new VoucherCheck(new VoucherCheck.Receiver(DOMAIN, RECEIVER, RECEIVER, DELAY, Set.of(TOKEN)));
            return all.stream()
                    .filter(one -> check.check(config, one.voucher(), one.bytes(), Mode.WINDOW)
                            instanceof VoucherAnswer.Accepted)
                    .count();
        };
    }

    private static ToLongFunction<List<Signed>> recovery(Recovery recovery) {
        return all -> all.stream()
                .filter(one -> recovery.keyOf(one.signature(), one.digest()).isPresent())
                .count();
    }

    /** By the thread's processor time, so that others on the machine take nothing away. */
    private Sample measure(List<Signed> vouchers, ToLongFunction<List<Signed>> timed) {
        var thread = ManagementFactory.getThreadMXBean();
        long begin = thread.getCurrentThreadCpuTime();
        long used = 0;
        long right = 0;
        long asked = 0;
        for (int from = 0; used < TimeUnit.SECONDS.toNanos(seconds); from = (from + PART) % (count - PART + 1)) {
            right += timed.applyAsLong(vouchers.subList(from, from + PART));
            asked += PART;
            used = thread.getCurrentThreadCpuTime() - begin;
        }
        return new Sample(asked * 1e9 / used, 0, 0, asked).wrongBy("not accepted", asked - right);
    }
}
