package com.protocolbanks.pb.check.agents;

import com.protocolbanks.billing.usage.UsageStream;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.pb.standalone.Servers;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisScript;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Redis and Postgres say that a key has spent, each read without the product's own reading. */
public final class UsageBooks implements AutoCloseable {
    private static final int DECIMALS = 6;

    private static final RedisScript<List<@Nullable Object>> STANDING = RedisScript.returningList("""
            local key = redis.call('HMGET', KEYS[1], 'spent', 'held')
            local channel = redis.call('HMGET', KEYS[2], 'spent', 'held', 'seq')
            return {key[1] or '0', key[2] or '0', channel[1] or '0', channel[2] or '0', channel[3] or '0',
              tostring(redis.call('HLEN', KEYS[3])), tostring(redis.call('ZCARD', KEYS[4]))}""");

    private final RedisConnection redis;
    private final Connection postgres;

    private UsageBooks(RedisConnection redis, Connection postgres) {
        this.redis = redis;
        this.postgres = postgres;
    }

    /** What Redis says; amounts in the token's smallest unit. */
    public record Standing(
            BigInteger spent,
            BigInteger held,
            BigInteger channelSpent,
            BigInteger channelHeld,
            long seq,
            long holds,
            long deadlines) {
        /** Whether nothing is held. */
        public boolean isFree() {
            return held.signum() == 0 && channelHeld.signum() == 0 && holds == 0 && deadlines == 0;
        }
    }

    /** A receipt as Postgres has it. */
    public record Row(long seq, BigInteger spent, BigInteger charged, String requestId, String outcome) {}

    public static UsageBooks open(Servers servers) throws SQLException {
        var auditor = servers.database(Role.AUDITOR);
        return new UsageBooks(
                RedisConnection.open(servers.redisUrl()),
                DriverManager.getConnection(auditor.jdbc(), auditor.user().orElse(""), ""));
    }

    public Standing standing(PaidKey key, Hash32 channelId) {
        var address = key.key().address();
        var shard = UsageStream.shard(address);
        var parts = redis
                .run(
                        STANDING,
                        List.of(
                                UsageStream.key(shard, "key:" + address.lower()),
                                UsageStream.key(shard, "channel:" + channelId.hex()),
                                UsageStream.key(shard, "holds:" + channelId.hex()),
                                UsageStream.key(shard, "deadlines")),
                        List.of())
                .orThrow()
                .stream()
                .map(Objects::toString)
                .map(BigInteger::new)
                .toList();
        return new Standing(
                parts.get(0),
                parts.get(1),
                parts.get(2),
                parts.get(3),
                parts.get(4).longValueExact(),
                parts.get(5).longValueExact(),
                parts.get(6).longValueExact());
    }

    /** The key's {@code current_usage}, in the token's smallest unit. */
    public BigInteger used(PaidKey key) throws SQLException {
        try (var statement = postgres.prepareStatement("select current_usage from session_keys where id = ?::uuid")) {
            statement.setString(1, key.id());
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        ? rows.getBigDecimal(1).movePointRight(DECIMALS).toBigIntegerExact()
                        : BigInteger.valueOf(-1);
            }
        }
    }

    /** The receipts of the channel, in order. */
    public List<Row> receipts(Hash32 channelId) throws SQLException {
        var found = new ArrayList<Row>();
        try (var statement = postgres.prepareStatement("""
                select seq, spent, charged, body ->> 'requestId', body ->> 'outcome'
                  from usage_receipts where channel_id = ? order by seq""")) {
            statement.setBytes(1, channelId.bytes());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Row(
                            rows.getLong(1),
                            exact(rows.getBigDecimal(2)),
                            exact(rows.getBigDecimal(3)),
                            rows.getString(4),
                            rows.getString(5)));
                }
            }
        }
        return found;
    }

    private static BigInteger exact(BigDecimal amount) {
        return amount.toBigIntegerExact();
    }

    /** What of the books of one key and its one channel is not equal, each as a sentence. */
    public List<String> differences(PaidKey key, Hash32 channelId) throws SQLException {
        var wrong = new ArrayList<String>();
        var standing = standing(key, channelId);
        var rows = receipts(channelId);
        var sum = BigInteger.ZERO;
        long seq = 0;
        for (var row : rows) {
            sum = sum.add(row.charged());
            if (row.seq() != ++seq) {
                wrong.add("receipt " + row.seq() + " comes where " + seq + " should");
                seq = row.seq();
            }
            if (!row.spent().equals(sum)) {
                wrong.add("receipt " + row.seq() + " says " + row.spent() + " spent, the receipts up to it " + sum);
                sum = row.spent();
            }
        }
        var charged = rows.stream().map(Row::charged).reduce(BigInteger.ZERO, BigInteger::add);
        same(wrong, "current_usage", charged, used(key));
        same(wrong, "the key's spent in Redis", charged, standing.spent());
        same(wrong, "the channel's spent in Redis", charged, standing.channelSpent());
        same(wrong, "the channel's seq in Redis", BigInteger.valueOf(rows.size()), BigInteger.valueOf(standing.seq()));
        if (!standing.isFree()) {
            wrong.add("something is still held: " + standing);
        }
        return wrong;
    }

    private static void same(List<String> wrong, String what, BigInteger receipts, BigInteger found) {
        if (!receipts.equals(found)) {
            wrong.add(what + " is " + found + ", by the receipts it is " + receipts);
        }
    }

    @Override
    public void close() throws SQLException {
        redis.close();
        postgres.close();
    }
}
