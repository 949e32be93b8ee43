package com.protocolbanks.pb.bench.usage;

import com.protocolbanks.billing.usage.UsageEntry;
import com.protocolbanks.billing.usage.UsageStream;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.pb.standalone.Servers;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.Usage;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Very many session keys with a channel each, and one more receipt of every one of them at a time in the streams. */
final class DirtyKeys implements AutoCloseable {
    private static final int WORDS = 12;
    private static final int AT_ONCE = 200;
    private static final RedisScript<Long> ADD = RedisScript.returningNumber("""
            for at = 1, #ARGV, %1$d do redis.call('XADD', KEYS[1], '*', unpack(ARGV, at, at + %1$d - 1)) end
            return #ARGV / %1$d""".formatted(WORDS));

    private final Connection worker;
    private final RedisConnection redis;
    private final List<Channel> channels = new ArrayList<>();
    private long round;

    private record Channel(Hash32 id, Address key) {}

    private DirtyKeys(Connection worker, RedisConnection redis) {
        this.worker = worker;
        this.redis = redis;
    }

    /** Makes so many keys after the pattern of the only one there is. */
    static DirtyKeys make(Servers servers, RedisConnection redis, int count) throws SQLException {
        var url = servers.database(Role.WORKER);
        var keys =
                new DirtyKeys(DriverManager.getConnection(url.jdbc(), url.user().orElse(""), ""), redis);
        try {
            keys.insert(count);
        } catch (SQLException e) {
            keys.close();
            throw e;
        }
        return keys;
    }

    private void insert(int count) throws SQLException {
        Map<String, String> made = Map.of(
                "id", "gen_random_uuid()",
                "public_key", "'0x' || substr(md5('a' || n) || md5('b' || n), 1, 40)",
                "nonce", "decode(md5('c' || n) || md5('d' || n), 'hex')");
        var names = new ArrayList<String>();
        try (var statement = worker.createStatement()) {
            try (var columns = statement.executeQuery(
                    "select column_name from information_schema.columns where table_name = 'session_keys'")) {
                while (columns.next()) {
                    names.add(columns.getString(1));
                }
            }
            var values = names.stream()
                    .map(name -> made.getOrDefault(name, "k." + name))
                    .collect(Collectors.joining(", "));
            statement.execute("insert into session_keys (" + String.join(", ", names) + ") select " + values
                    + " from (select * from session_keys limit 1) k, generate_series(1, " + count + ") n");
            statement.execute("""
                    insert into usage_channels (channel_id, org_id, key_id, payer, payer_authorizer, receiver,
                                                receiver_authorizer, token, withdraw_delay, salt, accepted)
                    select nonce, org_id, id, public_key, public_key, public_key, public_key, token, 900,
                           decode(repeat('00', 32), 'hex'), 1000000
                    from session_keys k where not exists (select from usage_channels c where c.key_id = k.id)""");
            statement.execute("analyze session_keys");
            statement.execute("analyze usage_channels");
            try (var rows = statement.executeQuery("select channel_id, payer_authorizer from usage_channels")) {
                while (rows.next()) {
                    channels.add(new Channel(new Hash32(rows.getBytes(1)), Address.of(rows.getString(2))));
                }
            }
        }
    }

    int count() {
        return channels.size();
    }

    /** One more receipt for every key, as gateways leave them; answers the bytes that Redis took for each. */
    double meter() {
        round++;
        long before = usedMemory();
        Map<String, List<String>> words = new HashMap<>();
        for (var channel : channels) {
            var stream = UsageStream.receipts(UsageStream.shard(channel.key()));
            var waiting = words.computeIfAbsent(stream, _ -> new ArrayList<>());
            receipt(channel).fields().forEach((name, value) -> {
                waiting.add(name);
                waiting.add(value);
            });
            if (waiting.size() == AT_ONCE * WORDS) {
                redis.run(ADD, List.of(stream), waiting).orThrow();
                waiting.clear();
            }
        }
        words.forEach((stream, rest) -> redis.run(ADD, List.of(stream), rest).orThrow());
        return (usedMemory() - before) / (double) count();
    }

    private UsageEntry receipt(Channel channel) {
        var body = new ReceiptBody(
                channel.id(),
                String.format(
                        Locale.ROOT, "bench-%06d-%s", round, channel.id().hex().substring(2, 12)),
                Instant.now(),
                "chat",
                "assistant-large",
                channel.id(),
                channel.id(),
                new Usage(321, 0, 123, 0, 0),
                1,
                BigInteger.TWO,
                BigInteger.ONE,
                BigInteger.ZERO,
                Outcome.DELIVERED);
        return new UsageEntry.OfReceipt(new UsageReceipt(round, BigInteger.valueOf(round), body));
    }

    private long usedMemory() {
        return Long.parseLong(redis.info("memory").orThrow().getOrDefault("used_memory", "0"));
    }

    /** How many keys do not have in Postgres what they spent. */
    long wrong() throws SQLException {
        try (var statement = worker.createStatement();
                var right = statement.executeQuery("""
                        select count(*) from usage_channels c join session_keys k on k.id = c.key_id
                          join usage_receipts r on r.channel_id = c.channel_id and r.seq = c.seq
                        where c.seq = %1$d and c.spent = %1$d and k.current_usage * 10 ^ k.token_decimals = %1$d""".formatted(round))) {
            right.next();
            return count() - right.getLong(1);
        }
    }

    /** The number of the last receipts. */
    long round() {
        return round;
    }

    Connection worker() {
        return worker;
    }

    @Override
    public void close() throws SQLException {
        worker.close();
    }
}
