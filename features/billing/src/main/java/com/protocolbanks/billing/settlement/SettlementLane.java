package com.protocolbanks.billing.settlement;

import com.protocolbanks.billing.settlement.Settlements.Parts;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.rpc.GasAnswer;
import com.protocolbanks.sending.SendRequest;
import java.util.UUID;

/**
 * Brings calls of the settlement contract to the chain.
 *
 * @param operator the account that sends them
 */
record SettlementLane(Parts parts, Address operator) {
    GasAnswer rehearse(byte[] call) {
        return parts.sending().rehearse(operator, parts.contract(), call);
    }

    /**
     * Sends with a quarter more gas than it takes now; what does not find room is found unsent in the next round.
     *
     * @param gas as rehearsed
     */
    void send(UUID id, byte[] call, long gas) {
        parts.sending()
                .send(SendRequest.of(OpenSettlement.subject(id), operator, parts.contract(), call, gas + gas / 4));
    }
}
