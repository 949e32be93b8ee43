package com.protocolbanks.gateway.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.usage.UsageStream;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.wire.DepositAuthorization;
import com.protocolbanks.x402.wire.Payment;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DepositRequestsTest {
    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private static final Address PAYER = Address.of("0x00000000000000000000000000000000000000a1");
    private static final Address KEY = Address.of("0x00000000000000000000000000000000000000a2");
    private static final Address HOUSE = Address.of("0x00000000000000000000000000000000000000a3");
    private static final Address TOKEN = Address.of("0x00000000000000000000000000000000000000c6");

    @Test
    void whoWaitsTogetherAsksOnce() {
        var requests = new DepositRequests(redis.connection(), Duration.ofHours(1));

        assertThat(add(requests, "a")).isTrue();
        assertThat(add(requests, "a")).isTrue();
        assertThat(handedOver()).isEqualTo(1);
        assertThat(add(requests, "b")).isTrue();
        assertThat(handedOver()).isEqualTo(2);
    }

    @Test
    void whatAGatewayLeftBehindIsHandedOverWhenItIsAskedForAgain() {
        var requests = new DepositRequests(redis.connection(), Duration.ofMillis(10));
        // as one leaves it that ends between its two steps
        redis.connection()
                .run(
                        RedisScript.returningText("return redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])['ok']"),
                        List.of("pb:deposit-asked:c"),
                        List.of("10"));

        Eventually.isTrue("handed over", () -> add(requests, "c") && handedOver() > 0);
    }

    private static boolean add(DepositRequests requests, String id) {
        return requests.add(id, deposit()).toCompletableFuture().join();
    }

    private static Payment.Deposit deposit() {
        var config = new ChannelConfig(PAYER, KEY, HOUSE, HOUSE, TOKEN, 900, Hash32.ZERO);
        return new Payment.Deposit(
                new Payment.VoucherPayment(config, new Voucher(Hash32.ZERO, BigInteger.ONE), new byte[65]),
                BigInteger.TEN,
                new DepositAuthorization.Erc3009(
                        BigInteger.ZERO,
                        BigInteger.TEN,
                        Hash32.ZERO,
                        new DepositAuthorization.Signed("0x" + "00".repeat(65))));
    }

    private static long handedOver() {
        return redis.connection()
                .run(
                        RedisScript.returningNumber("return redis.call('XLEN', KEYS[1])"),
                        List.of(UsageStream.DEPOSITS),
                        List.of())
                .orThrow();
    }
}
