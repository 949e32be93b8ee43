package com.protocolbanks.pb.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.contracts.SignedBatch;
import com.protocolbanks.evm.signature.SafeMessage;
import com.protocolbanks.evm.typeddata.TypedData;
import com.protocolbanks.payroll.signing.Recount;
import com.protocolbanks.pb.admin.AskedApproval.Counted;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A server that asks for something else than it shows gets no signature. */
class AskedApprovalTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ChainId CHAIN = new ChainId(7001);
    private static final Address WALLET = Address.of("0x1111111111111111111111111111111111111111");
    private static final Address TOKEN = Address.of("0x2222222222222222222222222222222222222222");
    private static final Address OPERATOR = Address.of("0x3333333333333333333333333333333333333333");
    private static final Address MULTI_SEND = Address.of("0x4444444444444444444444444444444444444444");
    private static final UUID BATCH = new UUID(7, 7);
    private static final int CHUNK = 2;

    private final List<JsonNode> items = new ArrayList<>();
    private final List<Recount.Payment> payments = new ArrayList<>();
    private final List<Recount.Transfer> transfers = new ArrayList<>();

    AskedApprovalTest() {
        for (int row = 1; row <= 5; row++) {
            pay(row, Address.of("0x%040d".formatted(row)), BigInteger.valueOf(1_000_000L * row + 5));
        }
    }

    private void pay(int row, Address to, BigInteger units) {
        var item = JSON.createObjectNode()
                .put("id", new UUID(1, row).toString())
                .put("row", row)
                .put("name", "Person " + row);
        var legs = item.putArray("legs");
        leg(legs.addObject(), row, "CHAIN", "USDC", units, 6).put("to", to.toString());
        var account = Keccak.hash(new byte[] {(byte) row});
        leg(legs.addObject(), 100 + row, "FIAT", "USD", BigInteger.valueOf(50 + row), 2)
                .put("account", account.hex());
        items.add(item);
        payments.add(new Recount.Payment(new UUID(2, row), new UUID(1, row), to, units));
        transfers.add(new Recount.Transfer(new UUID(1, row), account, BigInteger.valueOf(50 + row)));
    }

    private static ObjectNode leg(ObjectNode leg, int id, String rail, String asset, BigInteger units, int decimals) {
        return leg.put("id", new UUID(2, id).toString())
                .put("rail", rail)
                .put("asset", asset)
                .put("units", units.toString())
                .put("amount", new BigDecimal(units, decimals).toPlainString())
                .put("run", 1);
    }

    private ObjectNode asked() {
        var none = new SignedBatch(
                WALLET, TOKEN, OPERATOR, Hash32.ZERO, Hash32.ZERO, BigInteger.ZERO, 0, 1_700_000_000, 1_700_600_000);
        return request(
                "CHAIN", "USDC", Recount.chain(BATCH, 1, none, CHUNK, payments).typedData(CHAIN, MULTI_SEND));
    }

    private ObjectNode askedOfBank() {
        return request(
                "BANK", "USD", Recount.bank(BATCH, 1, WALLET, "USD", transfers).typedData(CHAIN));
    }

    private static ObjectNode request(String kind, String asset, TypedData typedData) {
        var digest = typedData.digest();
        var request = JSON.createObjectNode();
        request.put("kind", kind).put("asset", asset).put("run", 1).put("status", "OPEN");
        request.putObject("sums").put("chunkSize", CHUNK);
        request.set("typedData", typedData.tree());
        request.put("digest", digest.hex());
        request.put("ownerDigest", SafeMessage.digest(CHAIN, WALLET, digest).hex());
        return request;
    }

    private Counted counted(JsonNode request) {
        return new AskedApproval(BATCH, request, items).counted();
    }

    private static ObjectNode message(ObjectNode request) {
        return (ObjectNode) request.path("typedData").path("message");
    }

    @Test
    void whatTheItemsComeToIsSigned() {
        var same = (Counted.Same) counted(asked());
        assertThat(same.total()).isEqualByComparingTo("15.000025");
        assertThat(same.count()).isEqualTo(5);
        assertThat(same.wallet()).isEqualTo(WALLET);
        assertThat(same.contract()).isEqualTo(MULTI_SEND);
        assertThat(same.ownerDigest().hex())
                .isEqualTo(asked().path("ownerDigest").asString());
    }

    @Test
    void aWalletThatIsItsOwnOwnerSignsTheTermsThemselves() {
        var request = asked();
        request.put("ownerDigest", request.path("digest").asString());
        assertThat(((Counted.Same) counted(request)).ownerDigest().hex())
                .isEqualTo(request.path("digest").asString());
    }

    @Test
    void aBankFileIsCountedToo() {
        var same = (Counted.Same) counted(askedOfBank());
        assertThat(same.total()).isEqualByComparingTo("2.65");
        assertThat(same.operator()).isEmpty();
    }

    @Test
    void anotherRootTotalOrNameIsNotSigned() {
        for (var change : List.of("chunksRoot", "batchId")) {
            var request = asked();
            message(request).put(change, Keccak.hash(new byte[1]).hex());
            assertThat(counted(request)).as(change).isInstanceOf(Counted.Different.class);
        }
        var more = asked();
        message(more).put("total", "15000026");
        assertThat(counted(more)).isInstanceOf(Counted.Different.class);
        var chunks = asked();
        message(chunks).put("chunkCount", "4");
        assertThat(counted(chunks)).isInstanceOf(Counted.Different.class);
    }

    @Test
    void anotherPayeeThanShownIsNotSigned() {
        var request = asked();
        var leg = (ObjectNode) items.get(3).path("legs").get(0);
        leg.put("to", OPERATOR.toString());
        assertThat(counted(request)).isInstanceOf(Counted.Different.class);
    }

    @Test
    void aHiddenPaymentIsNotSigned() {
        var request = asked();
        items.removeLast();
        assertThat(counted(request)).isInstanceOf(Counted.Different.class);
    }

    @Test
    void anAmountThatIsNotItsUnitsIsNotSigned() {
        var request = asked();
        ((ObjectNode) items.getFirst().path("legs").get(0)).put("amount", "0.100000");
        assertThat(counted(request)).isInstanceOf(Counted.Different.class);
    }

    @Test
    void aDigestOfOtherTermsIsNotSigned() {
        var terms = asked();
        terms.put("digest", Keccak.hash(new byte[1]).hex());
        assertThat(counted(terms)).isInstanceOf(Counted.Different.class);
        var owners = asked();
        owners.put("ownerDigest", Keccak.hash(new byte[1]).hex());
        assertThat(counted(owners)).isInstanceOf(Counted.Different.class);
        var contract = asked();
        ((ObjectNode) contract.path("typedData").path("domain")).put("verifyingContract", OPERATOR.toString());
        assertThat(counted(contract)).isInstanceOf(Counted.Different.class);
    }

    @Test
    void anotherBankAccountThanShownIsNotSigned() {
        var request = askedOfBank();
        ((ObjectNode) items.get(2).path("legs").get(1))
                .put("account", Keccak.hash(new byte[9]).hex());
        assertThat(counted(request)).isInstanceOf(Counted.Different.class);
    }

    @Test
    void nonsenseIsNotSigned() {
        assertThat(counted(JSON.createObjectNode())).isInstanceOf(Counted.Different.class);
        items.clear();
        assertThat(counted(asked())).isInstanceOf(Counted.Different.class);
        assertThat(counted(askedOfBank())).isInstanceOf(Counted.Different.class);
    }
}
