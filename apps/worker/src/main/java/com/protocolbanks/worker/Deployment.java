package com.protocolbanks.worker;

import com.protocolbanks.billing.BillingDeployment;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The addresses of one deployment, from the file that {@code PB_CONTRACTS} names.
 *
 * @param multiSend the payout contract
 * @param operator the account that sends chunks
 * @param billing what of billing is deployed; empty without a settlement contract
 */
record Deployment(ChainId chainId, Address multiSend, Address operator, Optional<BillingDeployment> billing) {
    static Deployment read(Path file) {
        try {
            var json = JsonMapper.shared().readTree(file.toFile());
            return new Deployment(
                    new ChainId(json.path("chainId").asLong()),
                    Address.of(json.path("multiSend").asString()),
                    Address.of(json.path("operator").asString()),
                    BillingDeployment.of(json));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new StartRefused("The contracts file " + file + " cannot be read: " + e.getMessage()
                    + "; it has to name chainId, multiSend and operator.");
        }
    }

    /** The only addresses the operator's key signs calls to. */
    Set<Address> contracts() {
        return billing.map(billed -> Set.of(multiSend, billed.domain().contract()))
                .orElseGet(() -> Set.of(multiSend));
    }
}
