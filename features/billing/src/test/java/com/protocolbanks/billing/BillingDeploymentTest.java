package com.protocolbanks.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.evm.Address;
import com.protocolbanks.x402.SettlementDomain;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class BillingDeploymentTest {
    private static final String FILE = """
            {"chainId": 31337, "multiSend": "0x00000000000000000000000000000000000000a0",
             "operator": "0x00000000000000000000000000000000000000a1",
             "batchSettlement": "0x4020074e9dF2ce1deE5A9C1b5c3f541D02a10003",
             "collectors": {"erc3009": "0x00000000000000000000000000000000000000a2"},
             "billingTokens": [{"symbol": "USDC", "address": "0x00000000000000000000000000000000000000a3",
                                "decimals": 6, "name": "USD Coin", "version": "2"}]}""";

    private static Optional<BillingDeployment> read(String text) {
        return BillingDeployment.of(JsonMapper.shared().readTree(text));
    }

    @Test
    void theContractsFileSaysWhatIsDeployed() {
        var billing = read(FILE).orElseThrow();

        assertThat(billing.domain().contract()).isEqualTo(SettlementDomain.CANONICAL);
        assertThat(billing.domain().chainId()).isEqualTo(House.CHAIN);
        assertThat(billing.withdrawDelay()).isEqualTo(86_400);
        assertThat(billing.collectors().erc3009()).isEqualTo(Address.of("0x00000000000000000000000000000000000000a2"));
        assertThat(billing.collectors().permit2()).isEqualTo(Address.ZERO);
        assertThat(billing.token(Address.of("0x00000000000000000000000000000000000000a3")))
                .hasValueSatisfying(token -> assertThat(token.eip712Name()).isEqualTo("USD Coin"));
        assertThat(billing.token(Address.ZERO)).isEmpty();
    }

    @Test
    void withoutASettlementContractThereIsNoBilling() {
        assertThat(read("{\"chainId\": 31337}")).isEmpty();
    }

    @Test
    void aTokenOfTooManyDecimalsAndADelayNoChannelHasAreRefused() {
        assertThatThrownBy(() -> read(FILE.replace("\"decimals\": 6", "\"decimals\": 18")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8");
        assertThatThrownBy(() -> read(FILE.replace("\"collectors\"", "\"withdrawDelay\": 60, \"collectors\"")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
