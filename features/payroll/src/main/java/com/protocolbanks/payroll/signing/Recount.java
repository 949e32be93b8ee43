package com.protocolbanks.payroll.signing;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.SignedBatch;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;

/**
 * The terms somebody is asked to sign, made anew from the items alone: what is equal to them pays these items and nothing
 * else. Wallet, token, operator and times are taken as asked; they are to be compared with what is known otherwise.
 */
public final class Recount {
    private Recount() {}

    /** One payment on the chain. */
    public record Payment(UUID leg, UUID item, Address to, BigInteger units) {}

    /**
     * One transfer by the bank.
     *
     * @param account the digest of name, account and bank
     */
    public record Transfer(UUID item, Hash32 account, BigInteger units) {}

    /**
     * What the owners of the wallet must have signed for these payments.
     *
     * @param asked the terms as asked for
     * @param payments of the run in this token, in row order, at least one
     */
    public static SignedBatch chain(UUID batchId, int run, SignedBatch asked, int chunkSize, List<Payment> payments) {
        var list = new PaymentList.Builder();
        payments.forEach(payment -> list.add(payment.leg(), payment.item(), payment.to(), payment.units()));
        var partition = ChunkPartition.of(list.build(), chunkSize);
        return new SignedBatch(
                asked.org(),
                asked.token(),
                asked.operator(),
                OnChainId.of(batchId, asked.token(), run),
                partition.root(),
                partition.payments().total(),
                partition.chunkCount(),
                asked.validAfter(),
                asked.validBefore());
    }

    /**
     * What the owners of the wallet must have signed for these transfers.
     *
     * @param org the wallet whose owners sign
     * @param transfers of the run, in row order, at least one
     */
    public static FiatPayout bank(UUID batchId, int run, Address org, String currency, List<Transfer> transfers) {
        var leaves = transfers.stream()
                .map(transfer -> BankLeaf.of(transfer.item(), transfer.account(), transfer.units()))
                .toList();
        var total = transfers.stream().map(Transfer::units).reduce(BigInteger.ZERO, BigInteger::add);
        return new FiatPayout(
                org,
                OnChainId.ofBankFile(batchId, run),
                currency,
                total,
                leaves.size(),
                MerkleTree.of(leaves).root());
    }
}
