package com.protocolbanks.payouts.chunks;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.SignedBatch;
import com.protocolbanks.sending.Subject;
import java.util.List;

/**
 * What the owners signed for one token of one run, as recomputed from the stored rows.
 *
 * @param signature the owners' signature over the terms, as the wallet checks it
 * @param chunks in order
 */
public record TokenTerms(
        ChunkRows.Owner owner,
        SignedBatch batch,
        Hash32 key,
        Address multiSend,
        byte[] signature,
        List<ChunkTerms> chunks) {
    public static final String SUBJECT_KIND = "payout_chunk";

    public TokenTerms {
        chunks = List.copyOf(chunks);
        signature = signature.clone();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    public Subject subject(int chunk) {
        return new Subject(owner.organization(), SUBJECT_KIND, owner.request(), Integer.toString(chunk));
    }
}
