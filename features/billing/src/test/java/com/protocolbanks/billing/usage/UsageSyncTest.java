package com.protocolbanks.billing.usage;

import static com.protocolbanks.database.generated.Tables.RECEIPT_HEADS;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.House;
import com.protocolbanks.billing.Metered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What the minute sync takes over, from whom and how often whatever happens. */
class UsageSyncTest extends SyncedUsage {
    @Test
    void whatWasMeteredStandsInPostgresAndLeavesTheStream() {
        channel.write(redis.connection(), channel.voucher(1_000));
        channel.write(redis.connection(), channel.charges(3, 7));
        channel.write(redis.connection(), channel.head(House.newKey()));
        channel.write(redis.connection(), channel.voucher(5_000));

        assertThat(synced()).isEqualTo(new SyncReport(3, 2, 1, 0));

        var known = known();
        assertThat(known.spent()).isEqualTo(21);
        assertThat(known.seq()).isEqualTo(3);
        assertThat(known.accepted()).isEqualTo(5_000);
        assertThat(known.signature())
                .isEqualTo(channel.voucher(5_000).signature().bytes());
        assertThat(known.config()).isEqualTo(channel.config());
        assertThat(used()).isEqualTo(21);
        assertThat(waiting()).isZero();
        assertThat(count(dsl -> dsl.fetchCount(
                        RECEIPT_HEADS, RECEIPT_HEADS.CHANNEL_ID.eq(channel.id().bytes()))))
                .isEqualTo(1);
    }

    @Test
    void aKeysUsageIsTheSumOverItsChannels() {
        var second = new Metered(key, signer);
        channel.write(redis.connection(), channel.voucher(1_000), channel.charge(100));
        second.write(redis.connection(), second.voucher(1_000), second.charge(11));
        synced();

        assertThat(used()).isEqualTo(111);
    }

    @Test
    void aLowerVoucherChangesNothing() {
        channel.write(redis.connection(), channel.voucher(900), channel.voucher(1_000), channel.voucher(800));
        synced();
        channel.write(redis.connection(), channel.voucher(950));
        synced();

        assertThat(known().accepted()).isEqualTo(1_000);
    }

    @Test
    void aCrashBetweenCommitAndAcknowledgementChangesNothing() {
        channel.write(redis.connection(), channel.voucher(1_000));
        channel.write(redis.connection(), channel.charges(50, 2));
        var store = new UsageStore(postgres.worker(), Metered.DOMAIN, house.clock);
        try (var dead = stream("dead")) {
            var read = dead.read(30, Duration.ZERO).orThrow();
            assertThat(read).hasSize(30);
            store.store(
                    read.stream()
                            .map(job -> new StreamEntry(channel.stream(), job.id(), job.fields()))
                            .toList(),
                    Optional.empty());
        }

        assertThat(synced().receipts()).isEqualTo(21);
        assertThat(receipts()).isEqualTo(50);
        assertThat(used()).isEqualTo(100);
        assertThat(waiting()).isZero();
    }

    @Test
    void theSameEntriesAgainChangeNothing() {
        List<UsageEntry> entries = new ArrayList<>(channel.charges(20, 3));
        entries.addFirst(channel.voucher(1_000));
        for (int i = 0; i < 3; i++) {
            channel.write(redis.connection(), entries);
            assertThat(synced().rejected()).isZero();
        }

        assertThat(receipts()).isEqualTo(20);
        assertThat(used()).isEqualTo(60);
    }

    @Test
    void twoWorkersAtOnceStoreEachReceiptOnce() throws Exception {
        channel.write(redis.connection(), channel.voucher(1_000_000));
        channel.write(redis.connection(), channel.charges(20_000, 1));
        try (var one = sync(postgres.worker());
                var two = sync(postgres.worker());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(one::round);
            var second = threads.submit(two::round);
            // what one of them read before the other had stored the channel is taken up again
            assertThat(first.get().receipts() + second.get().receipts() + synced().receipts())
                    .isEqualTo(20_000);
        }

        assertThat(receipts()).isEqualTo(20_000);
        assertThat(used()).isEqualTo(20_000);
        assertThat(known().seq()).isEqualTo(20_000);
    }

    /** A hundred thousand under {@code pb.full}. */
    @Test
    void manyReceiptsInOneRound() {
        int many = Boolean.getBoolean("pb.full") ? 100_000 : 20_000;
        channel.write(redis.connection(), channel.voucher(1_000_000));
        channel.write(redis.connection(), channel.charges(many, 3));

        assertThat(synced().receipts()).isEqualTo(many);
        assertThat(used()).isEqualTo(3L * many);
        assertThat(known().seq()).isEqualTo(many);
        assertThat(waiting()).isZero();
    }
}
