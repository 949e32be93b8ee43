package com.protocolbanks.embedded;

/** The tokens of the development chain, each with the habits of a real one. */
public enum DevelopmentToken {
    /** 6 decimals, as OpenZeppelin writes tokens; payments to single recipients can be made to fail. */
    USDC(6),
    /** 6 decimals; its transfers return nothing, and a blacklisted account makes them revert. */
    USDT(6),
    /** A token of ZetaChain's own kind, 18 decimals; every transferFrom lowers the allowance. */
    ZRC20(18);

    private final int decimals;

    DevelopmentToken(int decimals) {
        this.decimals = decimals;
    }

    /** Digits after the point of one token. */
    public int decimals() {
        return decimals;
    }
}
