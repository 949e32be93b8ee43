package com.protocolbanks.sending;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.GasAnswer;
import com.protocolbanks.evm.rpc.Receipt;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Brings transactions to one chain, each at most once, however often anything crashes. */
public interface Sending {
    ChainId chainId();

    /** The accounts this process can sign for. */
    Set<Address> operators();

    /** {@link #sendAll} for one. */
    default SendOutcome send(SendRequest request) {
        return sendAll(List.of(request)).getFirst();
    }

    /**
     * Binds a nonce to each subject, signs, and commits, all in one database transaction; then returns, and sends in the
     * order given. The outcomes stand in the order of the requests.
     *
     * @throws IllegalArgumentException for an operator this process cannot sign for
     */
    List<SendOutcome> sendAll(List<SendRequest> requests);

    /**
     * Gives up what is in flight: the nonce is used up by an empty transaction where the chain still lets that happen.
     * The subject ends {@link SubjectState.Displaced}, or {@link SubjectState.Succeeded} when it was too late.
     */
    void cancel(Subject subject);

    /** The state of each subject, read in one query; every subject asked for has an entry. */
    Map<Subject, SubjectState> states(Collection<Subject> subjects);

    /** {@link #states} for one. */
    default SubjectState state(Subject subject) {
        return states(List.of(subject)).getOrDefault(subject, new SubjectState.Unsent());
    }

    /**
     * The receipts of mined transactions, with their events, as all configured endpoints give them; one that an endpoint
     * lacks or tells differently is left out.
     *
     * @throws com.protocolbanks.evm.rpc.ChainUnavailable when an endpoint does not answer
     */
    Map<Hash32, Receipt> receipts(Collection<Hash32> transactionHashes);

    /** Tries the call as that operator, without sending: the gas it takes now, or why it is refused. */
    GasAnswer rehearse(Address operator, Address to, byte[] calldata);

    /**
     * Calls the listener with each subject whose state has changed, from a thread of this room: it only rings, the state
     * is read with {@link #states}. A ring can be lost in a crash, so a caller also looks now and then.
     */
    AutoCloseable listen(Consumer<Subject> listener);
}
