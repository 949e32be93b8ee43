package com.protocolbanks.payroll.tokens;

import com.protocolbanks.evm.Address;
import com.protocolbanks.money.Asset;

/**
 * A token an organization pays in.
 *
 * @param asset symbol, decimals and unit of account
 * @param address its contract; zero is the native coin
 * @param atPar whether one token counts as one of its unit
 */
public record Token(Asset asset, Address address, boolean atPar) {
    /** The asset by the rule that no price is guessed: a token not at par is its own unit of account. */
    public Asset counted() {
        return atPar ? asset : new Asset(asset.symbol(), asset.decimals(), asset.symbol());
    }
}
