package com.protocolbanks.x402.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.Usage;
import com.protocolbanks.x402.receipts.UsageReceipt;
import com.protocolbanks.x402.wire.DepositAuthorization.Erc3009;
import com.protocolbanks.x402.wire.DepositAuthorization.Permit2;
import com.protocolbanks.x402.wire.DepositAuthorization.Signed;
import com.protocolbanks.x402.wire.Payment.Deposit;
import com.protocolbanks.x402.wire.Payment.Refund;
import com.protocolbanks.x402.wire.Payment.VoucherPayment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.util.RawValue;

/** Messages come back as they were written; what differs from the specification is refused by name. */
class WireTest {
    private static final Address ACCOUNT = Address.of("0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913");
    private static final Hash32 ID = Hash32.of("0x" + "ab".repeat(32));
    private static final Signed SIGNED = new Signed("0x" + "01".repeat(65));
    private static final ChannelConfig CONFIG =
            new ChannelConfig(ACCOUNT, ACCOUNT, ACCOUNT, ACCOUNT, ACCOUNT, 900, Hash32.ZERO);
    private static final ChannelTerms TERMS =
            new ChannelTerms(ACCOUNT, 900, "USDC", "2", ChannelTerms.EIP_3009, null, null);
    private static final PaymentRequirements REQUIREMENTS =
            new PaymentRequirements(new ChainId(31337), BigInteger.valueOf(1000), ACCOUNT, ACCOUNT, 3600, TERMS);
    private static final VoucherPayment VOUCHER =
            new VoucherPayment(CONFIG, new Voucher(ID, BigInteger.valueOf(5000)), SIGNED.bytes());
    private static final ChannelSnapshot CHANNEL = new ChannelSnapshot(
            ID,
            BigInteger.valueOf(100_000),
            BigInteger.valueOf(500),
            0,
            BigInteger.ONE,
            BigInteger.valueOf(3200),
            BigInteger.TWO);

    @ParameterizedTest
    @MethodSource("payments")
    void paymentsComeBackAsTheyWereWritten(Payment payment) {
        for (String id : new @Nullable String[] {null, "pay_7d5d747be160e280"}) {
            var payload = new PaymentPayload(REQUIREMENTS, payment, id);

            assertThat(PaymentPayload.parse(payload.toHeader())).isEqualTo(payload);
        }
    }

    static Stream<Payment> payments() {
        return Stream.of(
                VOUCHER,
                new Refund(VOUCHER, null),
                new Refund(VOUCHER, BigInteger.TEN),
                new Deposit(
                        VOUCHER,
                        BigInteger.TEN,
                        new Erc3009(BigInteger.ZERO, BigInteger.valueOf(1_770_000_000), ID, SIGNED)),
                new Deposit(
                        VOUCHER,
                        BigInteger.TEN,
                        new Permit2(
                                ACCOUNT,
                                ACCOUNT,
                                BigInteger.TEN,
                                ACCOUNT,
                                BigInteger.TWO,
                                BigInteger.ONE,
                                ID,
                                SIGNED)));
    }

    @Test
    void requirementsComeBackWithTheCorrection() {
        var ceiling = new SignedCeiling(BigInteger.valueOf(3200), SIGNED.bytes());
        var required = new PaymentRequired(
                PaymentErrors.CUMULATIVE_MISMATCH,
                new PaymentRequired.Resource("http://localhost/r/one", "one", "application/json"),
                List.of(REQUIREMENTS, REQUIREMENTS.with(TERMS.correcting(CHANNEL, ceiling))));

        assertThat(PaymentRequired.parse(required.toHeader())).isEqualTo(required);
    }

    @Test
    void responsesComeBack() {
        var plain = new PaymentResponse(
                true, "", "", new ChainId(31337), ACCOUNT, null, BigInteger.valueOf(700), CHANNEL, null, null);
        var failed = new PaymentResponse(
                false,
                PaymentErrors.DEPOSIT_FAILED,
                "0x01",
                new ChainId(1),
                null,
                BigInteger.TEN,
                null,
                null,
                null,
                null);

        assertThat(PaymentResponse.parse(plain.toHeader())).isEqualTo(plain);
        assertThat(PaymentResponse.parse(failed.toHeader())).isEqualTo(failed);
        assertThat(plain.toJson().path("amount").asString()).isEmpty();
    }

    @Test
    void aResponseSaysTheSameAsTextAndAsJson() {
        var nodes = JsonNodeFactory.instance;
        var head = nodes.objectNode().put("seq", 7).put("signer", "0x\"");
        var response = new PaymentResponse(
                true,
                "",
                "0x01",
                new ChainId(31337),
                ACCOUNT,
                BigInteger.TEN,
                BigInteger.TWO,
                CHANNEL,
                nodes.rawValueNode(new RawValue("{\"seq\":1}")),
                head);

        assertThat(new String(Base64.getDecoder().decode(response.toHeader()), StandardCharsets.UTF_8))
                .isEqualTo(response.toJson().toString());
    }

    @Test
    void receiptsComeBackAndKeepTheirDigest() {
        var body = new ReceiptBody(
                ID,
                "request-1",
                Instant.parse("2026-11-22T10:00:00.123Z"),
                "chat",
                "model",
                ID,
                Hash32.ZERO,
                new Usage(10, 2, 20, 5, 1),
                3,
                BigInteger.TEN,
                BigInteger.TWO,
                BigInteger.ZERO,
                Outcome.CLIENT_GONE);
        var receipt = new UsageReceipt(7, BigInteger.valueOf(99), body);

        assertThat(ReceiptJson.receipt(ReceiptJson.write(receipt))).isEqualTo(receipt);
        assertThat(ReceiptJson.text(receipt))
                .isEqualTo(ReceiptJson.write(receipt).toString());
        assertThat(ReceiptJson.body(ReceiptJson.write(body)).digest()).isEqualTo(body.digest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{}",
                "{\"x402Version\":2}",
                "{\"x402Version\":2,\"x402Version\":2}",
                "{\"x402Version\":2} {}",
                "{\"x402Version\":2,\"accepted\":7,\"payload\":{}}"
            })
    void whatIsNoPaymentIsRefusedByName(String json) {
        assertThatThrownBy(() -> PaymentPayload.parse(base64(json)))
                .isInstanceOfSatisfying(
                        MalformedPayment.class,
                        refused -> assertThat(refused.code())
                                .isIn(PaymentErrors.INVALID_PAYLOAD, PaymentErrors.INVALID_VERSION));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"withdrawDelay\":900;\"withdrawDelay\":899",
                "\"withdrawDelay\":900;\"withdrawDelay\":900.5",
                "\"5000\";\"-5000\"",
                "\"5000\";\"5e3\"",
                "\"5000\";\"999999999999999999999999999999999999999999\"",
                "\"5000\";5000",
                "\"voucher\",\"channelConfig\";\"gift\",\"channelConfig\"",
                "0x01010101;0x0101010",
                "eip155:31337;solana:31337",
                "eip155:31337;eip155:0"
            })
    void oneWrongFieldIsEnough(String change) {
        var good = new PaymentPayload(REQUIREMENTS, VOUCHER, null).toJson().toString();
        var parts = change.split(";", 2);
        assertThat(good).contains(parts[0]);

        assertThatThrownBy(() -> PaymentPayload.parse(base64(good.replace(parts[0], parts[1]))))
                .isInstanceOf(MalformedPayment.class);
    }

    @Test
    void aHeaderOfAnyLengthIsNotRead() {
        assertThatThrownBy(() -> PaymentPayload.parse("A".repeat(PaymentHeaders.LONGEST + 1)))
                .isInstanceOf(MalformedPayment.class);
        assertThatThrownBy(() -> PaymentPayload.parse("not base64")).isInstanceOf(MalformedPayment.class);
    }

    private static String base64(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
