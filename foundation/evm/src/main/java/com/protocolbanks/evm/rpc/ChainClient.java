package com.protocolbanks.evm.rpc;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.abi.EventLog;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One endpoint of a chain.
 *
 * <p>What can fail in a way its caller decides about is a value; every other failure of the endpoint is
 * {@link ChainUnavailable}. An empty answer says only that this endpoint does not know, never that a thing did not
 * happen.
 */
public interface ChainClient {
    ChainId chainId();

    /** The height of the newest block. */
    long blockNumber();

    /** The block of that height; empty when the endpoint has none. */
    Optional<Block> block(long number);

    Block latestBlock();

    /** How many transactions of the account the newest block has consumed; its next nonce. */
    long nonce(Address account);

    /** In wei, at the newest block. */
    BigInteger balance(Address account);

    /** The account's code at the newest block; empty for an account without. */
    byte[] code(Address account);

    CallAnswer call(CallRequest request);

    /** The answers in the order of the requests, in one round trip. */
    List<CallAnswer> calls(List<CallRequest> requests);

    GasAnswer estimateGas(CallRequest request);

    /** The wei per unit of gas this endpoint advises as a priority fee. */
    BigInteger priorityFee();

    SendAnswer send(byte[] rawTransaction);

    /** Sends in the order given, in one round trip; the answers stand in the same order. */
    List<SendAnswer> sendAll(List<byte[]> rawTransactions);

    Optional<Receipt> receipt(Hash32 transactionHash);

    /** The receipts this endpoint has, in one round trip. */
    Map<Hash32, Receipt> receipts(Collection<Hash32> transactionHashes);

    /** Whether the endpoint knows the transaction, mined or waiting. */
    boolean knowsTransaction(Hash32 transactionHash);

    List<EventLog> logs(LogFilter filter);
}
