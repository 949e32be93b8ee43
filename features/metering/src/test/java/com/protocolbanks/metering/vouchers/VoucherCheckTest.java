package com.protocolbanks.metering.vouchers;

import static com.protocolbanks.metering.MeterBench.AUTHORIZER;
import static com.protocolbanks.metering.MeterBench.DOMAIN;
import static com.protocolbanks.metering.MeterBench.PAYER;
import static com.protocolbanks.metering.MeterBench.RECEIVER;
import static com.protocolbanks.metering.MeterBench.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.signature.Secp256k1;
import com.protocolbanks.metering.Ceiling;
import com.protocolbanks.metering.Mode;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VoucherCheckTest {
    private static final SigningKey KEY = SigningKey.of(Hash32.of(BigInteger.valueOf(5)));
    private static final ChannelConfig CONFIG =
            new ChannelConfig(PAYER, KEY.address(), RECEIVER, AUTHORIZER, TOKEN, 900, Hash32.ZERO);

    private final VoucherCheck check =
            new VoucherCheck(new VoucherCheck.Receiver(DOMAIN, RECEIVER, AUTHORIZER, 900, Set.of(TOKEN)));

    @Test
    void aGoodVoucherIsAcceptedAndRememberedAsGood() {
        var voucher = voucher(CONFIG, 100);
        var signature = KEY.sign(DOMAIN.digest(voucher)).bytes();

        for (int time = 0; time < 2; time++) {
            assertThat(check.check(CONFIG, voucher, signature, Mode.STRICT))
                    .isInstanceOfSatisfying(VoucherAnswer.Accepted.class, answer -> {
                        assertThat(answer.ceiling().amount()).isEqualTo(100);
                        assertThat(answer.ceiling().key()).isEqualTo(KEY.address());
                    });
        }
        signature[5] ^= 1;
        assertThat(fault(CONFIG, voucher, signature)).isEqualTo(VoucherFault.INVALID_VOUCHER_SIGNATURE);
    }

    @Test
    void termsThatAreNotOursAreNamed() {
        var stranger = Address.of("0x" + "ab".repeat(20));
        assertThat(faultOf(new ChannelConfig(PAYER, KEY.address(), stranger, AUTHORIZER, TOKEN, 900, Hash32.ZERO)))
                .isEqualTo(VoucherFault.RECEIVER_MISMATCH);
        assertThat(faultOf(new ChannelConfig(PAYER, KEY.address(), RECEIVER, stranger, TOKEN, 900, Hash32.ZERO)))
                .isEqualTo(VoucherFault.RECEIVER_AUTHORIZER_MISMATCH);
        assertThat(faultOf(new ChannelConfig(PAYER, KEY.address(), RECEIVER, AUTHORIZER, stranger, 900, Hash32.ZERO)))
                .isEqualTo(VoucherFault.TOKEN_MISMATCH);
        var patient = new VoucherCheck(new VoucherCheck.Receiver(DOMAIN, RECEIVER, AUTHORIZER, 3600, Set.of(TOKEN)));
        assertThat(patient.check(CONFIG, voucher(CONFIG, 1), new byte[65], Mode.STRICT))
                .isEqualTo(new VoucherAnswer.Invalid(VoucherFault.WITHDRAW_DELAY_OUT_OF_RANGE));
    }

    @Test
    void aVoucherOfAnotherChainOrContractIsNotOurs() {
        for (var elsewhere : new SettlementDomain[] {
            new SettlementDomain(new ChainId(1), SettlementDomain.CANONICAL),
            new SettlementDomain(DOMAIN.chainId(), RECEIVER)
        }) {
            var voucher = new Voucher(elsewhere.channelId(CONFIG), BigInteger.TEN);
            var signature = KEY.sign(elsewhere.digest(voucher)).bytes();
            assertThat(fault(CONFIG, voucher, signature)).isEqualTo(VoucherFault.CHANNEL_ID_MISMATCH);

            var ours = voucher(CONFIG, 10);
            assertThat(fault(CONFIG, ours, KEY.sign(elsewhere.digest(ours)).bytes()))
                    .isEqualTo(VoucherFault.INVALID_VOUCHER_SIGNATURE);
        }
    }

    @Test
    void aSignatureOfAnotherKeyFormOrAmountIsNone() {
        var voucher = voucher(CONFIG, 100);
        var digest = DOMAIN.digest(voucher);
        var right = KEY.sign(digest);
        var highS = right.bytes();
        System.arraycopy(Hash32.of(Secp256k1.ORDER.subtract(right.s())).bytes(), 0, highS, 32, 32);
        highS[64] = (byte) (27 + 1 - right.yParity());

        assertThat(fault(CONFIG, voucher, highS)).isEqualTo(VoucherFault.INVALID_VOUCHER_SIGNATURE);
        assertThat(fault(
                        CONFIG,
                        voucher,
                        SigningKey.of(Hash32.of(BigInteger.TWO)).sign(digest).bytes()))
                .isEqualTo(VoucherFault.INVALID_VOUCHER_SIGNATURE);
        assertThat(fault(CONFIG, voucher(CONFIG, 101), right.bytes()))
                .isEqualTo(VoucherFault.INVALID_VOUCHER_SIGNATURE);
        for (int length : new int[] {0, 1, 64, 66, 1000}) {
            assertThat(fault(CONFIG, voucher, Arrays.copyOf(right.bytes(), length)))
                    .isEqualTo(VoucherFault.INVALID_VOUCHER_SIGNATURE);
        }
        assertThat(fault(CONFIG, voucher, new byte[65])).isEqualTo(VoucherFault.INVALID_VOUCHER_SIGNATURE);
    }

    @Test
    void anAmountBeyondWhatIsMeteredIsNotTaken() {
        var voucher = new Voucher(
                DOMAIN.channelId(CONFIG), BigInteger.valueOf(Ceiling.MOST).add(BigInteger.ONE));
        assertThat(fault(CONFIG, voucher, KEY.sign(DOMAIN.digest(voucher)).bytes()))
                .isEqualTo(VoucherFault.AMOUNT_TOO_GREAT);
    }

    private VoucherFault faultOf(ChannelConfig config) {
        var voucher = voucher(config, 1);
        return fault(config, voucher, KEY.sign(DOMAIN.digest(voucher)).bytes());
    }

    private VoucherFault fault(ChannelConfig config, Voucher voucher, byte[] signature) {
        return ((VoucherAnswer.Invalid) check.check(config, voucher, signature, Mode.STRICT)).fault();
    }

    private static Voucher voucher(ChannelConfig config, long amount) {
        return new Voucher(DOMAIN.channelId(config), BigInteger.valueOf(amount));
    }
}
