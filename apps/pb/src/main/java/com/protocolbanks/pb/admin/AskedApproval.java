package com.protocolbanks.pb.admin;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.SignedBatch;
import com.protocolbanks.evm.signature.SafeMessage;
import com.protocolbanks.payroll.signing.Recount;
import com.protocolbanks.payroll.signing.Recount.Payment;
import com.protocolbanks.payroll.signing.Recount.Transfer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One thing the server asks to be signed, counted again from the items it shows. */
final class AskedApproval {
    private final UUID batch;
    private final JsonNode request;
    private final List<JsonNode> items;

    /**
     * @param request as the server gave it
     * @param items of the whole batch, in row order
     */
    AskedApproval(UUID batch, JsonNode request, List<JsonNode> items) {
        this.batch = batch;
        this.request = request;
        this.items = items;
    }

    /** What counting again came to. */
    sealed interface Counted {
        /**
         * The items come to exactly what is asked.
         *
         * @param total in the asset's unit
         * @param contract what checks the signature: MultiSend, or for a bank file the wallet
         * @param ownerDigest what an owner of the wallet signs, computed here
         */
        record Same(
                String asset,
                BigDecimal total,
                int count,
                ChainId chainId,
                Address wallet,
                Address contract,
                Optional<Address> operator,
                Hash32 ownerDigest)
                implements Counted {}

        /** They do not, and nothing may be signed. */
        record Different(String why) implements Counted {}
    }

    boolean isOpen() {
        return request.path("status").asString("").equals("OPEN");
    }

    Counted counted() {
        try {
            return isBankFile() ? bank() : chain();
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            return new Counted.Different("the request cannot be read: " + unreadable.getMessage());
        }
    }

    private boolean isBankFile() {
        return request.path("kind").asString("").equals("BANK");
    }

    private String asset() {
        return request.path("asset").asString("");
    }

    private int run() {
        return request.path("run").asInt(0);
    }

    private JsonNode message(String field) {
        return request.path("typedData").path("message").path(field);
    }

    private JsonNode domain(String field) {
        return request.path("typedData").path("domain").path(field);
    }

    private static Address address(JsonNode text) {
        return Address.of(text.asString(""));
    }

    private Counted chain() {
        var chainId = new ChainId(domain("chainId").asLong(0));
        var multiSend = address(domain("verifyingContract"));
        var asked = new SignedBatch(
                address(message("org")),
                address(message("token")),
                address(message("operator")),
                Hash32.of(message("batchId").asString("")),
                Hash32.of(message("chunksRoot").asString("")),
                new BigInteger(message("total").asString("")),
                Long.parseLong(message("chunkCount").asString("")),
                Long.parseLong(message("validAfter").asString("")),
                Long.parseLong(message("validBefore").asString("")));
        var payments = legs("CHAIN")
                .map(leg -> new Payment(id(leg.leg), id(leg.item), address(leg.leg.path("to")), units(leg.leg)))
                .toList();
        if (payments.isEmpty()) {
            return new Counted.Different("no item is paid in " + asset());
        }
        int chunkSize = request.path("sums").path("chunkSize").asInt(0);
        var own = Recount.chain(batch, run(), asked, chunkSize, payments);
        if (!own.equals(asked)) {
            return new Counted.Different("asked for " + asked.total() + " units under root " + asked.chunksRoot()
                    + ", the items come to " + own.total() + " units under root " + own.chunksRoot());
        }
        return same(
                own.typedData(chainId, multiSend).digest(),
                new Sum(own.total(), payments.size()),
                chainId,
                own.org(),
                multiSend,
                Optional.of(own.operator()));
    }

    private Counted bank() {
        var chainId = new ChainId(domain("chainId").asLong(0));
        var wallet = address(message("org"));
        var transfers = legs("FIAT")
                .map(leg -> new Transfer(
                        id(leg.item), Hash32.of(leg.leg.path("account").asString("")), units(leg.leg)))
                .toList();
        if (transfers.isEmpty()) {
            return new Counted.Different("no item is paid by the bank in " + asset());
        }
        var own = Recount.bank(batch, run(), wallet, asset(), transfers);
        if (!own.root().hex().equals(message("root").asString(""))
                || !own.totalMinor().toString().equals(message("totalMinor").asString(""))) {
            return new Counted.Different(
                    "asked for the bank file " + message("root").asString("") + ", the items come to " + own.root());
        }
        return same(
                own.typedData(chainId).digest(),
                new Sum(own.totalMinor(), own.count()),
                chainId,
                wallet,
                wallet,
                Optional.empty());
    }

    private record Sum(BigInteger units, int count) {}

    /** What is signed is computed here; the server's word is only compared with it. */
    private Counted same(
            Hash32 digest, Sum sum, ChainId chainId, Address wallet, Address contract, Optional<Address> operator) {
        if (!digest.hex().equals(request.path("digest").asString(""))) {
            return new Counted.Different("the digest is not that of the terms shown");
        }
        var asked = request.path("ownerDigest").asString("");
        var ofSafe = SafeMessage.digest(chainId, wallet, digest);
        var ownerDigest = asked.equals(ofSafe.hex()) ? ofSafe : digest;
        if (!ownerDigest.hex().equals(asked)) {
            return new Counted.Different("the digest for owners is neither the terms' own nor the Safe's about them");
        }
        var total = new BigDecimal(sum.units, decimals());
        return new Counted.Same(asset(), total, sum.count, chainId, wallet, contract, operator, ownerDigest);
    }

    /** The same for every payment, by the amounts shown beside the units. */
    private int decimals() {
        var scales = legs(isBankFile() ? "FIAT" : "CHAIN")
                .map(leg -> {
                    var amount = new BigDecimal(leg.leg.path("amount").asString(""));
                    if (!amount.unscaledValue().equals(units(leg.leg))) {
                        throw new IllegalArgumentException("amount " + amount + " is not " + units(leg.leg) + " units");
                    }
                    return amount.scale();
                })
                .distinct()
                .toList();
        if (scales.size() != 1) {
            throw new IllegalArgumentException("amounts of different decimals");
        }
        return scales.getFirst();
    }

    private record ItemLeg(JsonNode item, JsonNode leg) {}

    private Stream<ItemLeg> legs(String rail) {
        var legs = new ArrayList<ItemLeg>();
        for (var item : items) {
            for (var leg : item.path("legs")) {
                if (leg.path("rail").asString("").equals(rail)
                        && leg.path("asset").asString("").equals(asset())
                        && leg.path("run").asInt(0) == run()) {
                    legs.add(new ItemLeg(item, leg));
                }
            }
        }
        return legs.stream();
    }

    private static UUID id(JsonNode node) {
        return UUID.fromString(node.path("id").asString(""));
    }

    private static BigInteger units(JsonNode leg) {
        return new BigInteger(leg.path("units").asString(""));
    }
}
