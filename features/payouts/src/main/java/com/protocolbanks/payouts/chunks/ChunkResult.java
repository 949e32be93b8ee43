package com.protocolbanks.payouts.chunks;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.Erc20Calls.Transfer;
import com.protocolbanks.evm.contracts.MultiSendEvent;
import com.protocolbanks.evm.contracts.MultiSendEvent.ChunkExecuted;
import com.protocolbanks.evm.contracts.MultiSendEvent.ItemFailed;
import com.protocolbanks.evm.rpc.Receipt;
import com.protocolbanks.payroll.signing.Chunk;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one mined transaction did to the items of a chunk.
 *
 * <p>An item counts as paid only when the token itself reported the movement ({@code Transfer} from the payer to the
 * recipient of exactly the amount); the contract's own word alone is not proof.
 *
 * @param paid the items it paid
 * @param failed the items it tried in vain, with the code of the reason
 * @param unproven open items the contract calls paid without such a report in this receipt: paid by an earlier
 *     transaction, or by none
 */
public record ChunkResult(ItemMask paid, Map<Integer, String> failed, ItemMask unproven) {
    public ChunkResult {
        failed = Map.copyOf(failed);
    }

    /**
     * Reads a receipt; empty when the chunk did not run in that transaction.
     *
     * @param open the items without a final word so far
     */
    public static Optional<ChunkResult> read(Receipt receipt, ChunkTerms chunk, ItemMask open) {
        Optional<ItemMask> unpaid = Optional.empty();
        Map<Integer, String> failed = new HashMap<>();
        Map<Movement, Integer> movements = new HashMap<>();
        for (var log : receipt.logs()) {
            if (log.address().equals(chunk.multiSend())) {
                switch (MultiSendEvent.of(log).orElse(null)) {
                    case ChunkExecuted(Hash32 key, long index, BigInteger left, BigInteger _)
                    when ofChunk(chunk, key, index) -> unpaid = Optional.of(new ItemMask(left.clearBit(255)));
                    case ItemFailed failure
                    when ofChunk(chunk, failure.key(), failure.chunk()) ->
                        failed.put(failure.item(), FailureReason.code(failure.reason()));
                    case null, default -> {}
                }
            } else if (log.address().equals(chunk.batch().token())) {
                Transfer.of(log)
                        .filter(transfer -> transfer.from().equals(chunk.payer()))
                        .ifPresent(transfer ->
                                movements.merge(new Movement(transfer.to(), transfer.units()), 1, Integer::sum));
            }
        }
        return unpaid.map(left -> judge(chunk, open.minus(left), failed, movements));
    }

    private static ChunkResult judge(
            ChunkTerms chunk, ItemMask saidPaid, Map<Integer, String> failed, Map<Movement, Integer> movements) {
        var proven = ItemMask.where(
                chunk.size(),
                item -> saidPaid.has(item)
                        && (chunk.isNativeCoin() || taken(movements, Movement.of(chunk.item(item)))));
        return new ChunkResult(proven, failed, saidPaid.minus(proven));
    }

    private static boolean taken(Map<Movement, Integer> movements, Movement wanted) {
        Integer left = movements.computeIfPresent(wanted, (_, before) -> before - 1);
        return left != null && left >= 0;
    }

    private static boolean ofChunk(ChunkTerms chunk, Hash32 key, long index) {
        return chunk.key().equals(key) && chunk.index() == index;
    }

    private record Movement(Address to, BigInteger units) {
        static Movement of(Chunk.Payment item) {
            return new Movement(item.to(), item.units());
        }
    }
}
