package com.protocolbanks.billing.settlement;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.x402.ClaimEntry;
import java.util.List;

/** Signs claims as the channels' receiver authorizer, and nothing else. */
public interface ClaimSigner {
    Address address();

    /** Over all the rows, for the settlement contract of the deployment. */
    Signature sign(List<ClaimEntry> claims);
}
