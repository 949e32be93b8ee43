package com.protocolbanks.billing;

import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.billing.usage.UsageEntry;
import com.protocolbanks.billing.usage.UsageStream;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.receipts.HeadDomain;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.receipts.Usage;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A channel of a session key, and what a gateway would write of it into its shard's stream. */
public final class Metered {
    public static final SettlementDomain DOMAIN = new SettlementDomain(House.CHAIN, SettlementDomain.CANONICAL);
    public static final HeadDomain HEADS = new HeadDomain(House.CHAIN, SettlementDomain.CANONICAL);
    public static final Address RECEIVER = Address.of("0x00000000000000000000000000000000000000e1");
    public static final Address OPERATOR = Address.of("0x00000000000000000000000000000000000000e2");
    private static final RedisScript<Long> ADD = RedisScript.returningNumber("""
            local at = 1
            while at <= #ARGV do
                local count = tonumber(ARGV[at])
                redis.call('XADD', KEYS[1], '*', unpack(ARGV, at + 1, at + count))
                at = at + count + 1
            end
            return 1""");

    private final SigningKey key;
    private final ChannelConfig config;
    private final Hash32 id;
    private long seq;
    private BigInteger spent = BigInteger.ZERO;
    private ReceiptChain chain;

    public Metered(SessionKey of, SigningKey key) {
        this(of, key, RECEIVER, OPERATOR);
    }

    public Metered(SessionKey of, SigningKey key, Address receiver, Address authorizer) {
        this.key = key;
        this.config = new ChannelConfig(
                of.payers().iterator().next(),
                key.address(),
                receiver,
                authorizer,
                of.token().address(),
                900,
                House.nonce());
        this.id = DOMAIN.channelId(config);
        this.chain = ReceiptChain.beginning(id);
    }

    public Hash32 id() {
        return id;
    }

    public ChannelConfig config() {
        return config;
    }

    public BigInteger spent() {
        return spent;
    }

    public ReceiptChain chain() {
        return chain;
    }

    public UsageEntry.OfVoucher voucher(long ceiling) {
        return voucher(ceiling, key);
    }

    public UsageEntry.OfVoucher voucher(long ceiling, SigningKey signer) {
        var voucher = new Voucher(id, BigInteger.valueOf(ceiling));
        return new UsageEntry.OfVoucher(config, voucher, signer.sign(DOMAIN.digest(voucher)));
    }

    /** The next receipt. */
    public UsageEntry.OfReceipt charge(long units) {
        var receipt = receipt(++seq, units);
        spent = receipt.spent();
        chain = chain.then(receipt);
        return new UsageEntry.OfReceipt(receipt);
    }

    private UsageReceipt receipt(long number, long units) {
        BigInteger charged = BigInteger.valueOf(units);
        var body = new ReceiptBody(
                id,
                "request-" + number,
                House.START.plusMillis(number),
                "chat",
                "small-1",
                Hash32.of(BigInteger.valueOf(number)),
                Hash32.ZERO,
                new Usage(10, 0, 5, 0, 0),
                1,
                charged.multiply(BigInteger.TWO),
                charged,
                BigInteger.ZERO,
                Outcome.DELIVERED);
        return new UsageReceipt(number, spent.add(charged), body);
    }

    public List<UsageEntry> charges(int count, long units) {
        var all = new ArrayList<UsageEntry>();
        for (int i = 0; i < count; i++) {
            all.add(charge(units));
        }
        return all;
    }

    public UsageEntry.OfHead head(SigningKey signer) {
        return new UsageEntry.OfHead(chain, signer.sign(HEADS.digest(chain)), signer.address());
    }

    public String stream() {
        return UsageStream.receipts(UsageStream.shard(key.address()));
    }

    /** Writes the entries into the key's stream. */
    public void write(RedisConnection redis, List<? extends UsageEntry> entries) {
        for (int from = 0; from < entries.size(); from += 200) {
            var arguments = new ArrayList<String>();
            entries.subList(from, Math.min(from + 200, entries.size())).forEach(entry -> {
                var fields = entry.fields();
                arguments.add(Integer.toString(2 * fields.size()));
                fields.forEach((name, value) -> {
                    arguments.add(name);
                    arguments.add(value);
                });
            });
            redis.run(ADD, List.of(stream()), arguments).orThrow();
        }
    }

    public void write(RedisConnection redis, UsageEntry... entries) {
        write(redis, List.of(entries));
    }

    /** When the last request was settled. */
    public Instant lastAt() {
        return House.START.plusMillis(seq);
    }
}
