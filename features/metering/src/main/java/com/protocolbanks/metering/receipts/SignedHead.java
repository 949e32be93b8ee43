package com.protocolbanks.metering.receipts;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.x402.receipts.ReceiptChain;

/** A channel's chain of receipts up to somewhere, and a gateway's word for it. */
public record SignedHead(ReceiptChain chain, Signature signature, Address signer) {}
