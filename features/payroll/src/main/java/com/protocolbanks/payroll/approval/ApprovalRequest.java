package com.protocolbanks.payroll.approval;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.SignedBatch;
import com.protocolbanks.evm.typeddata.TypedData;
import com.protocolbanks.identity.PayoutMode;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.signing.FiatPayout;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What the owners are asked to sign: the payments of one run in one token, or its bank file.
 *
 * @param terms exactly what is signed
 * @param signature the wallet's complete signature, once there
 */
public record ApprovalRequest(
        UUID id,
        UUID batchId,
        int run,
        String asset,
        int decimals,
        ChainId chainId,
        Address wallet,
        Terms terms,
        Status status,
        Window window,
        Optional<byte[]> signature) {

    /** How a request stands. */
    public enum Status {
        OPEN,
        APPROVED,
        VOID,
        DEAD
    }

    /**
     * When what is signed may be carried out.
     *
     * @param before the first moment at which the approval is over
     */
    public record Window(Instant after, Instant before) {
        boolean over(Instant now) {
            return !now.isBefore(before);
        }
    }

    /** What is signed, by its kind. */
    public sealed interface Terms {
        Hash32 root();

        BigInteger totalUnits();

        /** How many payments. */
        int count();
    }

    /**
     * Payments on the chain.
     *
     * @param count of payments, in chunks of {@code chunkSize}
     */
    public record Chain(SignedBatch batch, Address multiSend, PayoutMode mode, int count, int chunkSize)
            implements Terms {
        @Override
        public Hash32 root() {
            return batch.chunksRoot();
        }

        @Override
        public BigInteger totalUnits() {
            return batch.total();
        }
    }

    /** A bank file. */
    public record Bank(FiatPayout payout) implements Terms {
        @Override
        public Hash32 root() {
            return payout.root();
        }

        @Override
        public BigInteger totalUnits() {
            return payout.totalMinor();
        }

        @Override
        public int count() {
            return payout.count();
        }
    }

    /** The structure, as a wallet that owns itself signs it. */
    public TypedData typedData() {
        return switch (terms) {
            case Chain chain -> chain.batch().typedData(chainId, chain.multiSend());
            case Bank(var payout) -> payout.typedData(chainId);
        };
    }

    /** The name of exactly these terms: the struct's hash, in which MultiSend keeps its books. */
    public Hash32 key() {
        return switch (terms) {
            case Chain chain -> chain.batch().key();
            case Bank bank -> typedData().structHash();
        };
    }

    public Asset assetIn(String unit) {
        return new Asset(asset, decimals, unit);
    }
}
