package com.protocolbanks.metering.receipts;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.signature.DigestSigner;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.metering.Witness;
import com.protocolbanks.metering.store.Answer;
import com.protocolbanks.metering.store.MeterStore;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.receipts.HeadDomain;
import com.protocolbanks.x402.receipts.ReceiptChain;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Folds a channel's new receipts into its chain and signs the end of it. The fold has one outcome whoever does it, and
 * one head is stored per seq, so gateways may do this side by side.
 */
public final class ReceiptHeads {
    /** How often at most a channel's head is signed when nobody asks for it. */
    public static final Duration INTERVAL = Duration.ofMillis(100);

    private static final int AT_ONCE = 2000;
    private static final int TRIES = 3;
    private static final int REMEMBERED = 50_000;
    private static final RedisScript<List<@Nullable Object>> TAIL =
            RedisScript.returningList(ReceiptHeads.class, "tail");
    private static final RedisScript<List<@Nullable Object>> HEAD =
            RedisScript.returningList(ReceiptHeads.class, "head");

    private final MeterStore store;
    private final Witness witness;
    private final HeadSource source;
    private final Signing signing;
    private final Executor blocking;
    private final Clock clock;
    private final Map<Hash32, Newest> newest = new ConcurrentHashMap<>();

    /** The gateway's key for receipts, and what it signs. */
    public record Signing(DigestSigner signer, HeadDomain domain) {}

    /** Where receipts are, and how they become this gateway's own to sign for. */
    public record Ground(MeterStore store, Witness witness) {}

    private record Newest(SignedHead head, long atMs) {}

    private record Tail(long seq, long kept, @Nullable SignedHead head, List<String> receipts) {}

    /** @param blocking runs signing and what waits for the source */
    public ReceiptHeads(Ground ground, HeadSource source, Signing signing, Executor blocking, Clock clock) {
        this.store = ground.store();
        this.witness = ground.witness();
        this.source = source;
        this.signing = signing;
        this.blocking = blocking;
        this.clock = clock;
    }

    /**
     * A head signed of late: the newest this gateway has seen unless that is older than {@link #INTERVAL}. Empty before
     * the channel's first receipt, and while the store is away.
     */
    public CompletionStage<Optional<SignedHead>> recent(Address key, Hash32 channelId) {
        var known = newest.get(channelId);
        return known != null && clock.millis() - known.atMs() < INTERVAL.toMillis()
                ? CompletableFuture.completedFuture(Optional.of(known.head()))
                : now(key, channelId);
    }

    /** The newest head this gateway has seen of a channel, at hand without asking; it may not cover the newest receipts. */
    public Optional<SignedHead> known(Hash32 channelId) {
        return Optional.ofNullable(newest.get(channelId)).map(Newest::head);
    }

    /** A head over every receipt made so far, signed now if need be. */
    public CompletionStage<Optional<SignedHead>> now(Address key, Hash32 channelId) {
        return witnessed(key, channelId).thenApply(head -> {
            head.ifPresent(one -> {
                if (newest.size() > REMEMBERED) {
                    newest.clear();
                }
                newest.put(channelId, new Newest(one, clock.millis()));
            });
            return head;
        });
    }

    /** What is signed for stands in this gateway's own log. */
    private CompletionStage<Optional<SignedHead>> witnessed(Address key, Hash32 channelId) {
        return witness.upTo(key, channelId)
                .thenCompose(seq -> sign(key, channelId, seq, TRIES))
                .exceptionallyCompose(fault -> isAway(fault)
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : CompletableFuture.failedStage(fault));
    }

    private static boolean isAway(Throwable fault) {
        return fault instanceof Witness.NotWitnessed || fault.getCause() instanceof Witness.NotWitnessed;
    }

    private CompletionStage<Optional<SignedHead>> sign(Address key, Hash32 channelId, long upTo, int tries) {
        var shard = ShardKeys.of(key);
        return store.run(
                        TAIL,
                        List.of(shard.epoch(), shard.channel(channelId), shard.tail(channelId)),
                        List.of(Integer.toString(AT_ONCE)))
                .thenCompose(reply -> {
                    if (!(reply instanceof Answered<Answer>(var answer))
                            || !answer.word().equals("TAIL")) {
                        return CompletableFuture.completedFuture(Optional.empty());
                    }
                    var tail = tail(answer, channelId);
                    if ((tail.head() != null && tail.receipts().isEmpty()) || tail.seq() == 0) {
                        return CompletableFuture.completedFuture(Optional.ofNullable(tail.head()));
                    }
                    return CompletableFuture.supplyAsync(() -> signed(tail, channelId, upTo), blocking)
                            .thenCompose(head -> head.equals(tail.head())
                                    ? CompletableFuture.completedFuture(Optional.of(head))
                                    : stored(key, tail, head, new Left(upTo, tries)));
                });
    }

    /** How far may be signed, and how often another's head may come before ours. */
    private record Left(long upTo, int tries) {}

    private SignedHead signed(Tail tail, Hash32 channelId, long upTo) {
        var before = tail.head() == null ? before(tail, channelId) : tail.head().chain();
        var chain = before;
        for (var receipt : tail.receipts()) {
            // seq:spent:digest
            var parts = receipt.split(":", 3);
            long seq = Long.parseLong(parts[0]);
            if (seq <= chain.seq()) {
                continue;
            }
            if (seq != chain.seq() + 1 || seq > upTo) {
                break;
            }
            chain = chain.then(seq, new BigInteger(parts[1]), Hash32.of(parts[2]));
        }
        if (tail.head() != null && chain.equals(before)) {
            return tail.head();
        }
        return new SignedHead(
                chain,
                signing.signer().sign(signing.domain().digest(chain)),
                signing.signer().address());
    }

    private ReceiptChain before(Tail tail, Hash32 channelId) {
        return tail.kept() == 0 ? ReceiptChain.beginning(channelId) : source.upTo(channelId, tail.kept());
    }

    private CompletionStage<Optional<SignedHead>> stored(Address key, Tail tail, SignedHead head, Left left) {
        if (head.chain().seq() == 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        var channelId = head.chain().channelId();
        var shard = ShardKeys.of(key);
        var before =
                tail.head() == null ? "" : Long.toString(tail.head().chain().seq());
        return store.run(
                        HEAD,
                        List.of(shard.epoch(), shard.channel(channelId), shard.tail(channelId), shard.receipts()),
                        List.of(
                                channelId.hex(),
                                before,
                                Long.toString(head.chain().seq()),
                                head.chain().spent().toString(),
                                head.chain().value().hex(),
                                Bytes.hex(head.signature().bytes()),
                                head.signer().lower()))
                .thenCompose(reply -> {
                    if (!(reply instanceof Answered<Answer>(var answer))) {
                        return CompletableFuture.completedFuture(Optional.empty());
                    }
                    if (answer.word().equals("STORED")) {
                        // a longer tail than is folded at once goes on from here
                        return tail.receipts().size() == AT_ONCE
                                ? sign(key, channelId, left.upTo(), left.tries())
                                : CompletableFuture.completedFuture(Optional.of(head));
                    }
                    return left.tries() > 0
                            ? sign(key, channelId, left.upTo(), left.tries() - 1)
                            : CompletableFuture.completedFuture(Optional.empty());
                });
    }

    private static Tail tail(Answer answer, Hash32 channelId) {
        var head = answer.text(3).isEmpty()
                ? null
                : new SignedHead(
                        new ReceiptChain(
                                channelId, answer.number(3), new BigInteger(answer.text(4)), Hash32.of(answer.text(5))),
                        Signature.of(Bytes.parse(answer.text(6))),
                        Address.of(answer.text(7)));
        var receipts = answer.parts().stream().skip(8).map(String::valueOf).toList();
        return new Tail(answer.number(1), answer.number(2), head, receipts);
    }
}
