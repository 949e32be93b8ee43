package com.protocolbanks.x402.verify;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import com.protocolbanks.x402.verify.ChannelHistory.SignedHead;
import com.protocolbanks.x402.verify.ChannelHistory.SignedVoucher;
import com.protocolbanks.x402.wire.MalformedPayment;
import com.protocolbanks.x402.wire.PaymentJson;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Histories as lines of JSON, each an object with its {@code type}: {@code domain} (chainId, contract) first, then for each
 * channel {@code channel}, {@code voucher}, {@code receipt} and {@code head}, and {@code signer} for each key of a gateway.
 */
public final class HistoryLines {
    private static final JsonMapper JSON = JsonMapper.shared();

    private HistoryLines() {}

    /**
     * What a file said.
     *
     * @param domain the chain and contract it claims to be of
     * @param signers the keys it claims to be the gateways'
     */
    public record History(SettlementDomain domain, Set<Address> signers, List<ChannelHistory> channels) {}

    /** Another form than the above; the message names the line. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(int line, @Nullable String why) {
            super("line " + line + ": " + why);
        }
    }

    public static String domain(SettlementDomain domain) {
        return line("domain")
                .put("chainId", domain.chainId().value())
                .put("contract", domain.contract().toString())
                .toString();
    }

    public static String signer(Address signer) {
        return line("signer").put("address", signer.toString()).toString();
    }

    public static String channel(Hash32 channelId, ChannelConfig config) {
        var line = line("channel").put("channelId", channelId.hex());
        line.set("config", PaymentJson.config(config));
        return line.toString();
    }

    public static String voucher(SignedVoucher voucher) {
        return line("voucher")
                .put("channelId", voucher.voucher().channelId().hex())
                .put("maxClaimableAmount", voucher.voucher().maxClaimable().toString())
                .put("signature", Bytes.hex(voucher.signature().bytes()))
                .toString();
    }

    public static String receipt(Hash32 channelId, UsageReceipt receipt) {
        var line = line("receipt").put("channelId", channelId.hex());
        line.set("receipt", ReceiptJson.write(receipt));
        return line.toString();
    }

    public static String head(SignedHead head) {
        return line("head")
                .put("channelId", head.chain().channelId().hex())
                .put("seq", head.chain().seq())
                .put("spent", head.chain().spent().toString())
                .put("value", head.chain().value().hex())
                .put("signature", Bytes.hex(head.signature().bytes()))
                .put("signer", head.signer().toString())
                .toString();
    }

    private static ObjectNode line(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    public static History read(Stream<String> lines) throws Unreadable {
        var reader = new Reader();
        int number = 0;
        for (String line : (Iterable<String>) lines::iterator) {
            number++;
            try {
                if (!line.isBlank()) {
                    reader.take(JSON.readTree(line));
                }
            } catch (JacksonException | IllegalArgumentException | MalformedPayment wrong) {
                throw new Unreadable(number, wrong.getMessage());
            }
        }
        var domain = reader.domain;
        if (domain.isEmpty()) {
            throw new Unreadable(number, "nothing says of which chain and contract this is");
        }
        return new History(
                domain.get(),
                reader.signers,
                reader.channels.values().stream().map(Collected::history).toList());
    }

    /** What has been read so far. */
    private static final class Reader {
        private final Map<Hash32, Collected> channels = new LinkedHashMap<>();
        private final Set<Address> signers = new LinkedHashSet<>();
        private Optional<SettlementDomain> domain = Optional.empty();

        void take(JsonNode line) {
            switch (line.required("type").asString()) {
                case "domain" ->
                    domain = Optional.of(new SettlementDomain(
                            new ChainId(line.required("chainId").asLong()),
                            Address.of(line.required("contract").asString())));
                case "signer" -> signers.add(Address.of(line.required("address").asString()));
                case "channel" -> {
                    Hash32 id = hash(line, "channelId");
                    channels.put(id, new Collected(id, PaymentJson.config(line.required("config"))));
                }
                case "voucher" ->
                    of(line).vouchers
                            .add(new SignedVoucher(
                                    new Voucher(hash(line, "channelId"), amount(line, "maxClaimableAmount")),
                                    signature(line)));
                case "receipt" -> of(line).receipts.add(ReceiptJson.receipt(line.required("receipt")));
                case "head" ->
                    of(line).heads
                            .add(new SignedHead(
                                    new ReceiptChain(
                                            hash(line, "channelId"),
                                            line.required("seq").asLong(),
                                            amount(line, "spent"),
                                            hash(line, "value")),
                                    signature(line),
                                    Address.of(line.required("signer").asString())));
                default -> throw new IllegalArgumentException("no line has this type");
            }
        }

        private Collected of(JsonNode line) {
            Collected channel = channels.get(hash(line, "channelId"));
            if (channel == null) {
                throw new IllegalArgumentException("the channel's own line comes first");
            }
            return channel;
        }
    }

    private static final class Collected {
        private final Hash32 id;
        private final ChannelConfig config;
        private final List<SignedVoucher> vouchers = new ArrayList<>();
        private final List<UsageReceipt> receipts = new ArrayList<>();
        private final List<SignedHead> heads = new ArrayList<>();

        Collected(Hash32 id, ChannelConfig config) {
            this.id = id;
            this.config = config;
        }

        ChannelHistory history() {
            return new ChannelHistory(id, config, vouchers, receipts, heads);
        }
    }

    private static Hash32 hash(JsonNode line, String name) {
        return Hash32.of(line.required(name).asString());
    }

    private static BigInteger amount(JsonNode line, String name) {
        return new BigInteger(line.required(name).asString());
    }

    private static Signature signature(JsonNode line) {
        return Signature.of(Bytes.parse(line.required("signature").asString()));
    }
}
