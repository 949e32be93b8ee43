package com.protocolbanks.pb.check.independent;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Holds a finished demonstration's agent against the database and the chain: what was used is what was claimed. */
final class BillingVerdict {
    private static final int TOKEN_DECIMALS = 6;
    /** The price of a request in the sample price book, in the token's smallest unit. */
    private static final BigInteger PRICE = BigInteger.valueOf(10_000);

    private final List<String> differences = new ArrayList<>();
    private final JsonNode summary;
    private final JsonNode billing;

    private BillingVerdict(JsonNode summary) {
        this.summary = summary;
        this.billing = summary.path("billing");
    }

    /** What does not agree, each as a sentence; none when all does. */
    static List<String> differences(JsonNode summary) throws IOException, InterruptedException {
        var verdict = new BillingVerdict(summary);
        try {
            verdict.usage();
        } catch (SQLException e) {
            verdict.differences.add("the database cannot be read: " + e.getMessage());
        }
        verdict.chain();
        return verdict.differences;
    }

    /** What the agent put into its channel, in the token's smallest unit. */
    static BigInteger deposited(JsonNode summary) {
        return units(summary.path("billing").path("limitAmount").asString("0"));
    }

    private static BigInteger units(String amount) {
        return new BigDecimal(amount).movePointRight(TOKEN_DECIMALS).toBigIntegerExact();
    }

    private void usage() throws SQLException {
        var channel =
                HexFormat.of().parseHex(billing.path("channelId").asString().substring(2));
        try (var connection =
                        DriverManager.getConnection(summary.path("databaseUrl").asString());
                var receipts = connection.prepareStatement(
                        "select count(*), sum(charged), max(spent), max(seq) from usage_receipts where channel_id = ?");
                var key = connection.prepareStatement(
                        "select current_usage, limit_amount from session_keys where id = ?::uuid")) {
            receipts.setBytes(1, channel);
            var sums = only(receipts.executeQuery());
            var paid = BigInteger.valueOf(billing.path("requestsPaid").asLong());
            same("receipts", paid, BigInteger.valueOf(sums.getLong(1)));
            same("what receipts add up to", deposited(summary), integer(sums, 2));
            same("the last receipt's spent", deposited(summary), integer(sums, 3));
            same("the last receipt's seq", paid, integer(sums, 4));
            same("requests times price", deposited(summary), paid.multiply(PRICE));
            key.setString(1, billing.path("sessionKeyId").asString());
            var row = only(key.executeQuery());
            same("current_usage", deposited(summary), units(row.getString(1)));
            same("limit_amount", deposited(summary), units(row.getString(2)));
        }
    }

    private static BigInteger integer(ResultSet row, int column) throws SQLException {
        var number = row.getBigDecimal(column);
        return number == null ? BigInteger.ZERO : number.toBigIntegerExact();
    }

    private static ResultSet only(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            throw new SQLException("no row");
        }
        return rows;
    }

    private void chain() throws IOException, InterruptedException {
        var reader = new BalanceReader(URI.create(summary.path("rpcUrl").asString()));
        var contract = billing.path("contract").asString();
        var channel = reader.channel(contract, billing.path("channelId").asString());
        same("the channel's balance", deposited(summary), channel.balance());
        same("claimed on chain", deposited(summary), channel.claimed());
        var receipt = reader.receipt(billing.path("settlementTx").asString());
        same("the settlement's status", "0x1", receipt.path("status").asString());
        same(
                "the settlement's contract",
                contract.toLowerCase(Locale.ROOT),
                receipt.path("to").asString().toLowerCase(Locale.ROOT));
        same("the status that ended it", 402, billing.path("refusedWith").asInt());
    }

    private void same(String what, Object expectation, Object found) {
        if (!expectation.equals(found)) {
            differences.add("the agent, " + what + ": expected " + expectation + ", found " + found);
        }
    }
}
