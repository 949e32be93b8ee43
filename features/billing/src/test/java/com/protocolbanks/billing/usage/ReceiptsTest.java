package com.protocolbanks.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.House;
import com.protocolbanks.billing.Metered;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Receipts as they are read in parts. */
class ReceiptsTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    @Test
    void fromTheNewestToTheOldestEachIsSeenOnce() {
        var house = new House(postgres);
        var customer = house.customer();
        var signer = House.newKey();
        var key = house.key(customer, signer);
        // two channels whose receipts are of the same moments
        for (var channel : List.of(new Metered(key, signer), new Metered(key, signer))) {
            channel.write(redis.connection(), channel.voucher(1_000));
            channel.write(redis.connection(), channel.charges(5, 7));
        }
        try (var sync = new UsageSync(
                postgres.worker(),
                redis.connection(),
                Metered.DOMAIN,
                house.clock,
                new UsageSync.Settings("worker-of-receipts", Duration.ZERO))) {
            sync.round();
        }
        var receipts = new Receipts(postgres.web());
        var orgId = customer.caller().orgId();

        var seen = new ArrayList<UsageReceipt>();
        List<UsageReceipt> leaf = receipts.newest(orgId, key.id(), Optional.empty(), 3);
        while (!leaf.isEmpty()) {
            seen.addAll(leaf);
            leaf = receipts.newest(orgId, key.id(), Optional.of(Receipts.Place.of(leaf.getLast())), 3);
        }
        var all = new ArrayList<UsageReceipt>();
        receipts.each(orgId, key.id(), all::add);

        assertThat(seen).hasSize(10).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
        assertThat(seen)
                .extracting(receipt -> receipt.body().at())
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
    }
}
