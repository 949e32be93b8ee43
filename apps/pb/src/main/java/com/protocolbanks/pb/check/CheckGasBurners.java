package com.protocolbanks.pb.check;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.Refusal;
import com.protocolbanks.evm.Address;
import com.protocolbanks.worker.WorkerApp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A whole chunk of recipients that burn all gas must not stop a payday. */
final class CheckGasBurners implements Check {
    private static final int COUNT = 200;

    @Override
    public String name() {
        return "gas-burners";
    }

    @Override
    public String promise() {
        return "200 gas-burning recipients in one chunk under a limit of 10 million gas all end in a final state.";
    }

    @Override
    public List<String> run() throws Exception {
        try (var trial = Trial.open(name(), new LocalChain.Mining.EachTransaction())) {
            var payees = Trial.payees(1, COUNT);
            for (var payee : payees) {
                trial.premises().servers().contracts().refuse(Address.of(payee.address()), Refusal.BURNS_GAS);
            }
            var batch = trial.approved(payees, "2026-11");
            try (var _ = WorkerApp.start(trial.premises().worker())) {
                trial.client().awaitDone(batch, Duration.ofMinutes(5));
            }
            List<String> wrong = new ArrayList<>(trial.wrongBalances(payees, false));
            for (var item : trial.client().items(batch)) {
                if (!item.path("status").asString().equals("FAILED")
                        || !item.path("reason").asString().equals("OUT_OF_GAS")) {
                    wrong.add("item " + item.path("row").asInt() + " is "
                            + item.path("status").asString() + " for "
                            + item.path("reason").asString());
                }
            }
            return wrong;
        }
    }
}
