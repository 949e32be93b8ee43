package com.protocolbanks.worker;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.abi.EventLog;
import com.protocolbanks.evm.rpc.Block;
import com.protocolbanks.evm.rpc.CallAnswer;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.GasAnswer;
import com.protocolbanks.evm.rpc.LogFilter;
import com.protocolbanks.evm.rpc.Receipt;
import com.protocolbanks.evm.rpc.SendAnswer;
import com.protocolbanks.payouts.Milestones;
import com.protocolbanks.payouts.Milestones.Milestone;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An endpoint that tells when signed bytes are about to leave, and when they have left. */
record WatchedEndpoint(ChainClient endpoint, Milestones milestones) implements ChainClient {
    @Override
    public SendAnswer send(byte[] rawTransaction) {
        milestones.reached(Milestone.BYTES_STORED);
        var answer = endpoint.send(rawTransaction);
        milestones.reached(Milestone.BROADCAST);
        return answer;
    }

    @Override
    public List<SendAnswer> sendAll(List<byte[]> rawTransactions) {
        milestones.reached(Milestone.BYTES_STORED);
        var answers = endpoint.sendAll(rawTransactions);
        milestones.reached(Milestone.BROADCAST);
        return answers;
    }

    @Override
    public ChainId chainId() {
        return endpoint.chainId();
    }

    @Override
    public long blockNumber() {
        return endpoint.blockNumber();
    }

    @Override
    public Optional<Block> block(long number) {
        return endpoint.block(number);
    }

    @Override
    public Block latestBlock() {
        return endpoint.latestBlock();
    }

    @Override
    public long nonce(Address account) {
        return endpoint.nonce(account);
    }

    @Override
    public BigInteger balance(Address account) {
        return endpoint.balance(account);
    }

    @Override
    public byte[] code(Address account) {
        return endpoint.code(account);
    }

    @Override
    public CallAnswer call(CallRequest request) {
        return endpoint.call(request);
    }

    @Override
    public List<CallAnswer> calls(List<CallRequest> requests) {
        return endpoint.calls(requests);
    }

    @Override
    public GasAnswer estimateGas(CallRequest request) {
        return endpoint.estimateGas(request);
    }

    @Override
    public BigInteger priorityFee() {
        return endpoint.priorityFee();
    }

    @Override
    public Optional<Receipt> receipt(Hash32 transactionHash) {
        return endpoint.receipt(transactionHash);
    }

    @Override
    public Map<Hash32, Receipt> receipts(Collection<Hash32> transactionHashes) {
        return endpoint.receipts(transactionHashes);
    }

    @Override
    public boolean knowsTransaction(Hash32 transactionHash) {
        return endpoint.knowsTransaction(transactionHash);
    }

    @Override
    public List<EventLog> logs(LogFilter filter) {
        return endpoint.logs(filter);
    }
}
