package com.protocolbanks.web.sessionkeys;

import com.protocolbanks.billing.BillingDeployment;
import com.protocolbanks.x402.SettlementDomain;
import java.util.Optional;

/**
 * Where usage is settled.
 *
 * @param domain empty where nothing is metered
 */
public record Settled(Optional<SettlementDomain> domain) {
    public static Settled at(Optional<BillingDeployment> billing) {
        return new Settled(billing.map(BillingDeployment::domain));
    }
}
