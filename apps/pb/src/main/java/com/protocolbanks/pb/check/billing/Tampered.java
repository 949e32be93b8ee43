package com.protocolbanks.pb.check.billing;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.verify.Tampering;
import com.protocolbanks.x402.wire.PaymentJson;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An exported history to which something was done, as whoever wants to be paid more, or less, would do it. */
final class Tampered {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long ELSEWHERE = 7000;

    private final List<String> lines;

    private Tampered(List<String> lines) {
        this.lines = new ArrayList<>(lines);
    }

    static List<String> by(Tampering kind, List<String> honest) {
        var one = new Tampered(honest);
        switch (kind) {
            case ALTERED_AMOUNT -> one.alter(one.places("receipt").get(1));
            case DROPPED_RECEIPT -> one.lines.remove((int) one.places("receipt").get(1));
            case REORDERED_RECEIPTS -> {
                var receipts = one.places("receipt");
                Collections.swap(one.lines, receipts.get(0), receipts.get(1));
            }
            case OVER_CLAIM -> {
                one.lines.remove((int) one.places("receipt").getLast());
                one.lines.removeIf(line -> isOf(line, "head"));
            }
            case WRONG_CHAIN -> one.elsewhere();
            case REPLAY -> {
                int first = one.places("receipt").getFirst();
                one.lines.add(first + 1, one.lines.get(first));
            }
            case FORGED_HEAD -> one.forge(one.places("head").getLast());
            case VOUCHER_NOT_COVERING -> one.lines.removeIf(line -> isOf(line, "voucher"));
        }
        return one.lines;
    }

    private List<Integer> places(String type) {
        var places = new ArrayList<Integer>();
        for (int at = 0; at < lines.size(); at++) {
            if (isOf(lines.get(at), type)) {
                places.add(at);
            }
        }
        return places;
    }

    private static boolean isOf(String line, String type) {
        return JSON.readTree(line).path("type").asString("").equals(type);
    }

    /** One unit less, in the charge and in the sum behind it. */
    private void alter(int place) {
        var line = (ObjectNode) JSON.readTree(lines.get(place));
        var receipt = (ObjectNode) line.get("receipt");
        less(receipt, "spent");
        less((ObjectNode) receipt.get("body"), "charged");
        lines.set(place, line.toString());
    }

    private static void less(ObjectNode node, String field) {
        node.put(
                field,
                new BigInteger(node.get(field).asString())
                        .subtract(BigInteger.ONE)
                        .toString());
    }

    /** Everything as it is, but the channel's id is what it would be on another chain. */
    private void elsewhere() {
        JsonNode domain = JSON.readTree(lines.get(places("domain").getFirst()));
        var other = new SettlementDomain(
                new ChainId(ELSEWHERE), Address.of(domain.get("contract").asString()));
        JsonNode channel = JSON.readTree(lines.get(places("channel").getFirst()));
        String there =
                other.channelId(PaymentJson.config(channel.get("config"))).hex();
        String here = channel.get("channelId").asString();
        lines.replaceAll(line -> line.replace(here, there));
    }

    /** The signature of the newest head with one bit of it changed. */
    private void forge(int place) {
        var line = (ObjectNode) JSON.readTree(lines.get(place));
        String signature = line.get("signature").asString();
        char digit = signature.charAt(10) == '0' ? '1' : '0';
        line.put("signature", signature.substring(0, 10) + digit + signature.substring(11));
        lines.set(place, line.toString());
    }
}
