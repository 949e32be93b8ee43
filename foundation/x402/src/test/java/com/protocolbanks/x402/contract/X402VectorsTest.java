package com.protocolbanks.x402.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.evm.typeddata.TypedData;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.wire.DepositAuthorization;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the npm package @x402/evm signs and sends, shared with Solidity. */
class X402VectorsTest {
    private static final JsonNode VECTORS = new JsonMapper()
            .readTree(Path.of(System.getProperty("pb.root", "../.."), "tests/fixtures/x402-vectors.json"));

    @Test
    void idsAndDigestsAndTheirSigners() {
        assertThat(VECTORS.path("channels")).hasSize(6);
        for (var vector : VECTORS.path("channels")) {
            var config = config(vector);
            var id = domain(vector).channelId(config);
            assertThat(id).isEqualTo(word(vector, "channelId"));
            var voucher = vector.path("voucher");
            signed(
                    voucher,
                    domain(vector).digest(new Voucher(id, number(voucher, "maxClaimableAmount"))),
                    config.payerAuthorizer());
            var refund = vector.path("refund");
            signed(
                    refund,
                    domain(vector).refundDigest(id, number(refund, "nonce"), number(refund, "amount")),
                    config.receiverAuthorizer());
        }
    }

    @Test
    void depositsByErc3009() {
        for (var vector : VECTORS.path("channels")) {
            var deposit = vector.path("erc3009");
            var config = config(vector);
            var salt = Hash32.of(number(deposit, "salt"));
            var consent = consent(vector, deposit, address(VECTORS, "erc3009Collector"));
            assertThat(consent.erc3009Nonce(salt)).isEqualTo(word(deposit, "nonce"));
            var token = new TypedData.Domain("USDC", "2", domain(vector).chainId(), config.token());
            var after = number(deposit, "validAfter");
            var before = number(deposit, "validBefore");
            signed(deposit, consent.erc3009(token, after, before, salt).digest(), config.payer());
            var authorization = new DepositAuthorization.Erc3009(after, before, salt, signature(deposit));
            assertThat(Bytes.hex(BatchSettlementCalls.deposit(
                            config, consent.amount(), consent.collector(), CollectorData.of(authorization))))
                    .isEqualTo(deposit.path("data").asString());
        }
    }

    @Test
    void depositsByPermit2() {
        assertThat(DepositConsent.PERMIT2).isEqualTo(address(VECTORS, "permit2"));
        for (var vector : VECTORS.path("channels")) {
            var deposit = vector.path("permit2");
            var config = config(vector);
            var consent = consent(vector, deposit, address(deposit, "spender"));
            var nonce = number(deposit, "nonce");
            var deadline = number(deposit, "deadline");
            signed(deposit, consent.permit2Digest(domain(vector).chainId(), nonce, deadline), config.payer());
            var authorization = new DepositAuthorization.Permit2(
                    config.payer(),
                    config.token(),
                    consent.amount(),
                    consent.collector(),
                    nonce,
                    deadline,
                    consent.channelId(),
                    signature(deposit));
            assertThat(Bytes.hex(BatchSettlementCalls.deposit(
                            config, consent.amount(), consent.collector(), CollectorData.of(authorization))))
                    .isEqualTo(deposit.path("data").asString());
        }
    }

    @Test
    void claimsRefundsAndSettling() {
        assertThat(VECTORS.path("batches")).hasSize(6);
        for (var batch : VECTORS.path("batches")) {
            var rows = rows(batch);
            var domain = domain(batch);
            var entries = rows.stream()
                    .map(row -> row.entry(domain.channelId(row.config())))
                    .toList();
            signed(batch, domain.digest(entries), rows.getFirst().config().receiverAuthorizer());
            assertThat(Bytes.hex(BatchSettlementCalls.claimWithSignature(
                            rows, signature(batch).bytes())))
                    .isEqualTo(batch.path("data").asString());
        }
        for (var vector : VECTORS.path("channels")) {
            var refund = vector.path("refund");
            assertThat(Bytes.hex(BatchSettlementCalls.refundWithSignature(
                            config(vector),
                            number(refund, "amount"),
                            number(refund, "nonce"),
                            signature(refund).bytes())))
                    .isEqualTo(refund.path("data").asString());
        }
        assertThat(Bytes.hex(BatchSettlementCalls.settle(address(VECTORS, "receiver"), address(VECTORS, "token"))))
                .isEqualTo(VECTORS.path("settle").asString());
    }

    private static List<VoucherClaim> rows(JsonNode batch) {
        List<VoucherClaim> rows = new ArrayList<>();
        for (var row : batch.path("rows")) {
            var channel = VECTORS.path("channels").path(row.intValue());
            var voucher = channel.path("voucher");
            var total = batch.path("totals").path(rows.size()).asString();
            rows.add(new VoucherClaim(
                    config(channel),
                    number(voucher, "maxClaimableAmount"),
                    signature(voucher).bytes(),
                    new BigInteger(total)));
        }
        return rows;
    }

    private static void signed(JsonNode vector, Hash32 digest, Address signer) {
        assertThat(digest).isEqualTo(word(vector, "digest"));
        assertThat(Signature.of(signature(vector).bytes()).signerOf(digest)).contains(signer);
    }

    private static DepositConsent consent(JsonNode vector, JsonNode deposit, Address collector) {
        var config = config(vector);
        return new DepositConsent(
                word(vector, "channelId"), config.payer(), config.token(), number(deposit, "amount"), collector);
    }

    private static SettlementDomain domain(JsonNode vector) {
        return new SettlementDomain(new ChainId(vector.path("chainId").longValue()), address(VECTORS, "settlement"));
    }

    private static ChannelConfig config(JsonNode vector) {
        var config = vector.path("config");
        return new ChannelConfig(
                address(config, "payer"),
                address(config, "payerAuthorizer"),
                address(config, "receiver"),
                address(config, "receiverAuthorizer"),
                address(config, "token"),
                config.path("withdrawDelay").intValue(),
                word(config, "salt"));
    }

    private static DepositAuthorization.Signed signature(JsonNode node) {
        return new DepositAuthorization.Signed(node.path("signature").asString());
    }

    private static Address address(JsonNode node, String field) {
        return Address.of(node.path(field).asString());
    }

    private static Hash32 word(JsonNode node, String field) {
        return Hash32.of(node.path(field).asString());
    }

    private static BigInteger number(JsonNode node, String field) {
        return new BigInteger(node.path(field).asString());
    }
}
