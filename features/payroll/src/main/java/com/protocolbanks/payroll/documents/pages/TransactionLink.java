package com.protocolbanks.payroll.documents.pages;

import java.util.Optional;

/** Where a transaction can be looked at. */
final class TransactionLink {
    private TransactionLink() {}

    /** The page of the public explorer; empty for a chain that has none, such as a development chain. */
    static Optional<String> of(long chainId, String txHash) {
        if (chainId == 7000) {
            return Optional.of("https://explorer.zetachain.com/evm/tx/" + txHash);
        }
        if (chainId == 7001) {
            return Optional.of("https://athens.explorer.zetachain.com/evm/tx/" + txHash);
        }
        return Optional.empty();
    }

    /** What the QR code says: the explorer's page, or the bare hash. */
    static String code(long chainId, String txHash) {
        return of(chainId, txHash).orElse(txHash);
    }
}
