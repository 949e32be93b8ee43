package com.protocolbanks.evm.abi;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.contracts.MultiSendCalls;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RevertReasonTest {
    @Test
    void readsTheFourForms() {
        byte[] text = new AbiWriter()
                .bytes("no money".getBytes(StandardCharsets.UTF_8))
                .call(Selector.of("Error(string)"));
        byte[] panic = new AbiWriter().uint(256, 0x11).call(Selector.of("Panic(uint256)"));
        byte[] named = Selector.of("InsufficientFunds()").bytes();

        assertThat(MultiSendCalls.ERRORS.read(text)).isEqualTo(new RevertReason.Message("no money"));
        assertThat(MultiSendCalls.ERRORS.read(panic)).isEqualTo(new RevertReason.Panic(0x11));
        assertThat(MultiSendCalls.ERRORS.read(named).words()).isEqualTo("InsufficientFunds");
        assertThat(MultiSendCalls.ERRORS.read(new byte[0]).words()).isEqualTo("no reason given");
        assertThat(MultiSendCalls.ERRORS.read(new byte[] {1, 2, 3, 4}).words()).isEqualTo("0x01020304");
    }

    @Test
    void keepsBrokenTextAsBytes() {
        byte[] broken = new AbiWriter().uint(256, 1000).call(Selector.of("Error(string)"));
        assertThat(MultiSendCalls.ERRORS.read(broken)).isInstanceOf(RevertReason.Unknown.class);
    }
}
