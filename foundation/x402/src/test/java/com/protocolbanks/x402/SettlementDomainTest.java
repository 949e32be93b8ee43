package com.protocolbanks.x402;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against digests computed by the published client (npm @x402/evm 2.27.0 and viem 2.57.20). */
class SettlementDomainTest {
    private static final SettlementDomain DOMAIN = new SettlementDomain(new ChainId(31337), SettlementDomain.CANONICAL);
    private static final Hash32 ID = Hash32.of("0x" + "ab".repeat(32));

    @Test
    void aChannelsIdIsTheDigestOfItsTerms() {
        var config = new ChannelConfig(
                account('1'),
                account('2'),
                account('3'),
                account('4'),
                account('5'),
                900,
                Hash32.of(BigInteger.valueOf(7)));

        assertThat(DOMAIN.channelId(config).hex())
                .isEqualTo("0xb94825b11b0a8df6d6967da78bfe468f3cfe4df382753a5cf1bedf5178768350");
    }

    @Test
    void aVouchersDigest() {
        assertThat(DOMAIN.digest(new Voucher(ID, BigInteger.valueOf(123456))).hex())
                .isEqualTo("0x561b0509a68fbed3be73a2ca453d51acdec9e32b2f25d44452450b5c88ecf33b");
    }

    @Test
    void aClaimsDigest() {
        var claims = List.of(
                new ClaimEntry(ID, BigInteger.valueOf(5), BigInteger.valueOf(4)),
                new ClaimEntry(ID, BigInteger.valueOf(9), BigInteger.valueOf(9)));

        assertThat(DOMAIN.digest(claims).hex())
                .isEqualTo("0x8115b229b0db88f891102936f8b2d6ff0efd33c1654778af015ac57b78d232d7");
    }

    @Test
    void aRefundsDigest() {
        assertThat(DOMAIN.refundDigest(ID, BigInteger.valueOf(3), BigInteger.valueOf(77))
                        .hex())
                .isEqualTo("0x05e4975b76b8d632940004d5f55f2a767b374e3bd75cdd4366d2000690ae6c3a");
    }

    private static Address account(char digit) {
        return Address.of("0x" + String.valueOf(digit).repeat(40));
    }
}
