package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.pb.check.agents.PaidKey;
import com.protocolbanks.pb.check.processes.GatewayProcess;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.wire.Payment;
import com.protocolbanks.x402.wire.PaymentJson;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** An agent with one session key and one funded channel. */
record Agent(PaidKey key, ChannelConfig channel, BigInteger limit) {
    private static final SettlementDomain DOMAIN =
            new SettlementDomain(new ChainId(LocalChain.CHAIN_ID), SettlementDomain.CANONICAL);
    private static final RedisScript<Long> SEQ =
            RedisScript.returningNumber("return tonumber(redis.call('HGET', KEYS[1], 'seq') or '0')");

    /** Opens a session over the whole limit. */
    SignedRequests session(GatewayProcess gateway, HttpClient http) throws IOException, InterruptedException {
        var voucher = new Voucher(channelId(), limit);
        var payment = new Payment.VoucherPayment(
                channel, voucher, key.key().sign(DOMAIN.digest(voucher)).bytes());
        var body = JsonMapper.shared().createObjectNode();
        body.set("payload", PaymentJson.write(payment));
        var answer = http.send(
                HttpRequest.newBuilder(gateway.url().resolve("/v1/session"))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("no session: " + answer.statusCode() + " " + answer.body());
        }
        var grant = JsonMapper.shared().readTree(answer.body());
        return new SignedRequests(
                grant.path("sessionToken").asString(),
                Base64.getUrlDecoder().decode(grant.path("hmacSecret").asString()));
    }

    /** How many charges were made on the channel so far. */
    long charges(RedisConnection redis) {
        return redis.run(SEQ, List.of(shard().channel(channelId())), List.of()).orThrow();
    }

    /** Where its receipts wait for a head. */
    String tail() {
        return shard().tail(channelId());
    }

    private ShardKeys shard() {
        return ShardKeys.of(key.key().address());
    }

    private Hash32 channelId() {
        return DOMAIN.channelId(channel);
    }
}
