package com.protocolbanks.payouts.reconciliation;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.ChunkWord;
import com.protocolbanks.evm.contracts.Erc20Calls.Transfer;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * What the chain says of one signed approval.
 *
 * @param words the contract's word of each chunk, by index
 * @param paid what the contract counts as paid in all, in the token's smallest unit
 * @param movements of the token out of the payer's hands, by transaction; one whose receipt the endpoint lacks is
 *     missing, which proves nothing
 */
record ChainRun(List<ChunkWord> words, BigInteger paid, Map<Hash32, List<Transfer>> movements) {
    ChainRun {
        words = List.copyOf(words);
        movements = Map.copyOf(movements);
    }
}
