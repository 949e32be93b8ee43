package com.protocolbanks.browser;

import com.protocolbanks.billing.prices.PriceBooks;
import com.protocolbanks.billing.usage.UsageEntry;
import com.protocolbanks.billing.usage.UsageStream;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.pb.standalone.Servers;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.Usage;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Prices, and an agent's usage as a gateway writes it into the metering store. */
final class AgentUsage {
    private static final RedisScript<Long> ADD =
            RedisScript.returningNumber("redis.call('XADD', KEYS[1], '*', unpack(ARGV)) return 1");
    private static final String PRICES = """
            {"unit": "USD", "routes": [
              {"route": "chat", "surface": "CHAT", "models": {"small-1":
                {"perRequest": "0.001", "perMillionInput": "0.50", "perMillionOutput": "1.50", "maxOutputTokens": 4096}}},
              {"route": "weather", "surface": "PLAIN", "models": {"*": {"perRequest": "0.01"}}}]}""";

    private AgentUsage() {}

    /** Publishes them; their version comes back. */
    static int publishPrices(Servers servers) {
        try (var database = Database.open(servers.database(Role.WORKER), 1)) {
            var books = new PriceBooks(database, Clock.systemUTC());
            books.publish(PRICES);
            return books.current().version();
        }
    }

    /** Three requests of the key with that secret, out of one channel that the wallet pays for. */
    static void use(Servers servers, String secret, Address wallet, int prices) {
        var key = SigningKey.of(Hash32.of(secret));
        var domain = new SettlementDomain(new ChainId(LocalChain.CHAIN_ID), SettlementDomain.CANONICAL);
        var config = new ChannelConfig(
                wallet,
                key.address(),
                DevAccount.ALL.get(4).address(),
                DevAccount.ALL.get(5).address(),
                servers.contracts().token(DevelopmentToken.USDC),
                900,
                Hash32.ZERO);
        var voucher = new Voucher(domain.channelId(config), BigInteger.valueOf(10_000));
        var entries = new ArrayList<UsageEntry>();
        entries.add(new UsageEntry.OfVoucher(config, voucher, key.sign(domain.digest(voucher))));
        for (int seq = 1; seq <= 3; seq++) {
            entries.add(new UsageEntry.OfReceipt(receipt(voucher.channelId(), seq, prices)));
        }
        try (var redis = RedisConnection.open(servers.redisUrl())) {
            for (var entry : entries) {
                var fields = new ArrayList<String>();
                entry.fields().forEach((name, value) -> fields.addAll(List.of(name, value)));
                redis.run(ADD, List.of(UsageStream.receipts(UsageStream.shard(key.address()))), fields)
                        .orThrow();
            }
        }
    }

    /** 1,000 input and 200 output tokens: 0.001 + 0.0005 + 0.0003. */
    private static UsageReceipt receipt(Hash32 channel, int seq, int prices) {
        var body = new ReceiptBody(
                channel,
                "request-" + seq + "-0123456789",
                Clock.systemUTC().instant(),
                "chat",
                "small-1",
                Hash32.of(BigInteger.valueOf(seq)),
                Hash32.of(BigInteger.valueOf(100 + seq)),
                new Usage(1_000, 0, 200, 0, 0),
                prices,
                BigInteger.valueOf(7_000),
                BigInteger.valueOf(1_800),
                BigInteger.ZERO,
                Outcome.DELIVERED);
        return new UsageReceipt(seq, BigInteger.valueOf(1_800L * seq), body);
    }
}
