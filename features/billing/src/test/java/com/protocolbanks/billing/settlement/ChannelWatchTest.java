package com.protocolbanks.billing.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.channels.ChainChannel;
import com.protocolbanks.billing.channels.ChannelSwitch;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.x402.contract.BatchSettlementCalls;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChannelWatchTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private SettlingBench bench;

    @BeforeEach
    void open() {
        bench = new SettlingBench(postgres, redis);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private record Told(Address key, ChainChannel channel) {}

    /** A store that hears, or not, what is told of one channel. */
    private static final class Store implements ChannelSwitch {
        private final Hash32 channel;
        private final List<Told> heard = new ArrayList<>();
        private boolean away;

        Store(Hash32 channel) {
            this.channel = channel;
        }

        @Override
        public boolean publish(Address key, Hash32 channelId, ChainChannel read) {
            if (channelId.equals(channel) && !away) {
                heard.add(new Told(key, read));
            }
            return !away;
        }
    }

    @Test
    void aDepositThatThePayerMadeByItselfIsTold() {
        var funded = bench.funded(1_000);
        bench.used(funded, 1_000, 1, 1_000);
        var store = new Store(funded.channel().id());
        var watch = bench.watch(store);
        watch.round();
        assertThat(store.heard).isNotEmpty().last().satisfies(told -> {
            assertThat(told.key()).isEqualTo(funded.key().publicKey());
            assertThat(told.channel().balance()).isEqualTo(1_000);
        });

        bench.deposit(funded, BigInteger.valueOf(500));
        watch.round();
        assertThat(store.heard.getLast().channel().balance()).isEqualTo(1_500);
    }

    @Test
    void whatTheStoreCouldNotBeToldIsToldAgain() {
        var funded = bench.funded(1_000);
        bench.used(funded, 1_000, 1, 1_000);
        var store = new Store(funded.channel().id());
        var watch = bench.watch(store);
        watch.round();
        store.away = true;
        bench.call(
                funded.customer().wallet(),
                SettlingBench.CONTRACTS.settlement(),
                BatchSettlementCalls.initiateWithdraw(funded.channel().config(), BigInteger.valueOf(1_000)));
        watch.round();
        store.heard.clear();
        store.away = false;

        watch.round();
        assertThat(store.heard)
                .singleElement()
                .satisfies(
                        told -> assertThat(told.channel().withdrawRequestedAt()).isNotNull());
        watch.round();
        assertThat(store.heard).hasSize(1);
    }
}
