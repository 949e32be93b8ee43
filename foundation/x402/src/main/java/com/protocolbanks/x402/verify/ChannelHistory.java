package com.protocolbanks.x402.verify;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.util.List;

/**
 * All that is said of one channel.
 *
 * @param receipts in the order they are given; an honest history has them by seq
 */
public record ChannelHistory(
        Hash32 channelId,
        ChannelConfig config,
        List<SignedVoucher> vouchers,
        List<UsageReceipt> receipts,
        List<SignedHead> heads) {
    public ChannelHistory {
        vouchers = List.copyOf(vouchers);
        receipts = List.copyOf(receipts);
        heads = List.copyOf(heads);
    }

    /** A voucher and the session key's signature. */
    public record SignedVoucher(Voucher voucher, Signature signature) {}

    /** An end of the channel's receipts that a gateway has signed. */
    public record SignedHead(ReceiptChain chain, Signature signature, Address signer) {}
}
