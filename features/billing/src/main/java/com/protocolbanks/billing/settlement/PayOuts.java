package com.protocolbanks.billing.settlement;

import com.protocolbanks.billing.channels.ChannelReader;
import com.protocolbanks.billing.settlement.Settlements.Parts;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.rpc.GasAnswer;
import com.protocolbanks.x402.contract.BatchSettlementCalls;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.exception.IntegrityConstraintViolationException;

/** Has the contract pay out to receivers what was claimed for them. */
final class PayOuts {
    private final Parts parts;
    private final ChannelReader reader;
    private final SettlementLane lane;
    private boolean due = true;

    PayOuts(Parts parts, ChannelReader reader, SettlementLane lane) {
        this.parts = parts;
        this.reader = reader;
        this.lane = lane;
    }

    /** Something was claimed or paid out: the next round looks what lies at the contract. */
    void lookAgain() {
        due = true;
    }

    /** @param open what is under way; a receiver has one payout at a time */
    void round(List<OpenSettlement> open) {
        if (!due) {
            return;
        }
        Set<Address> underWay = open.stream()
                .filter(OpenSettlement.PayOut.class::isInstance)
                .map(OpenSettlement.PayOut.class::cast)
                .map(OpenSettlement.PayOut::receiver)
                .collect(Collectors.toSet());
        List<OpenSettlement.PayOut> receivers = parts.database()
                .acrossOrganizations(
                        dsl -> new SettlementRows(dsl, parts.clock().instant()).receivers(lane.operator()));
        for (OpenSettlement.PayOut one : receivers) {
            if (!underWay.contains(one.receiver())
                    && reader.receiver(one.receiver(), one.token()).unsettled().signum() > 0) {
                begin(one);
            }
        }
        due = false;
    }

    private void begin(OpenSettlement.PayOut one) {
        byte[] call = BatchSettlementCalls.settle(one.receiver(), one.token());
        if (!(lane.rehearse(call) instanceof GasAnswer.Estimated(long gas))) {
            return;
        }
        UUID id = parts.ids().get();
        try {
            parts.database().acrossOrganizations(dsl -> {
                new SettlementRows(dsl, parts.clock().instant()).insertPayOut(id, one.receiver(), one.token());
                return true;
            });
        } catch (IntegrityConstraintViolationException another) {
            return;
        }
        lane.send(id, call, gas);
    }
}
