package com.protocolbanks.evm.signature;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;

/** Signs digests as one account, without showing its key. */
public interface DigestSigner {
    Address address();

    Signature sign(Hash32 digest);
}
