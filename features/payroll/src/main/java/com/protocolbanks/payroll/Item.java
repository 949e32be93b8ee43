package com.protocolbanks.payroll;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.payroll.splits.Rail;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One person's amount in a batch.
 *
 * @param row the row of the file, or the position in the list, it came from
 * @param amount in the batch token's unit, at most 8 decimals
 * @param paidAmount what of it has a proof of payment
 * @param reason why it failed, in the words of its first failed leg
 */
public record Item(
        UUID id,
        int row,
        UUID employeeId,
        String name,
        Address walletAddress,
        BigDecimal amount,
        BigDecimal paidAmount,
        PaymentStatus status,
        Optional<String> reason,
        List<Leg> legs) {

    public BigDecimal openAmount() {
        return amount.subtract(paidAmount);
    }

    /**
     * One payment of an item, in one asset.
     *
     * @param asset a token's symbol, or a currency's code on the bank's rail
     * @param units the amount in the asset's smallest unit
     * @param to the recipient on the chain; empty on the bank's rail
     * @param account on the bank's rail the digest of name, account and bank, as it is signed; empty on the chain
     * @param place where the signed list holds it; empty until approval is asked for
     */
    public record Leg(
            UUID id,
            Rail rail,
            String asset,
            int decimals,
            BigInteger units,
            Optional<Address> to,
            Optional<Hash32> account,
            PaymentStatus status,
            Optional<String> reason,
            Optional<String> txHash,
            Optional<String> bankReference,
            Optional<Place> place) {

        /** The amount as a decimal number of the asset's unit. */
        public BigDecimal amount() {
            return new BigDecimal(units, decimals);
        }
    }

    /** Place in the signed list of one run: chunk from 0, and index within the chunk from 0. */
    public record Place(int run, int chunk, int index) {}
}
