package com.protocolbanks.pb.simulation.outside;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.abi.EventLog;
import com.protocolbanks.evm.rpc.Block;
import com.protocolbanks.evm.rpc.CallAnswer;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.ChainUnavailable;
import com.protocolbanks.evm.rpc.GasAnswer;
import com.protocolbanks.evm.rpc.LogFilter;
import com.protocolbanks.evm.rpc.Receipt;
import com.protocolbanks.evm.rpc.SendAnswer;
import com.protocolbanks.evm.transaction.SignedTransaction;
import com.protocolbanks.pb.simulation.faults.Faults;
import com.protocolbanks.pb.simulation.time.Stage;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One process's way to the chain: a step before and after each question, and an endpoint that fails. */
public final class SimulatedEndpoint implements ChainClient {
    private final SimulatedChain chain;
    private final Stage stage;
    private final Faults faults;
    private final Predicate<Hash32> isStored;
    private final Runnable complaint;
    private Instant silentUntil = Instant.MIN;

    /**
     * @param isStored whether a transaction's bytes are committed in the database
     * @param complaint what is to be done when bytes leave that are not
     */
    public SimulatedEndpoint(
            SimulatedChain chain, Stage stage, Faults faults, Predicate<Hash32> isStored, Runnable complaint) {
        this.chain = chain;
        this.stage = stage;
        this.faults = faults;
        this.isStored = isStored;
        this.complaint = complaint;
    }

    private boolean isSilent() {
        if (silentUntil.isAfter(stage.now())) {
            return true;
        }
        var silence = faults.silence();
        if (silence.isPositive()) {
            silentUntil = stage.now().plus(silence);
            stage.mark("ENDPOINT silent for " + silence.toMillis() + " ms");
        }
        return silence.isPositive();
    }

    private <T> T asked(String what, Supplier<T> answer) {
        stage.step("ask " + what);
        if (isSilent()) {
            throw new ChainUnavailable("silent");
        }
        var told = answer.get();
        stage.step("told " + what);
        return told;
    }

    @Override
    public SendAnswer send(byte[] rawTransaction) {
        return sendAll(List.of(rawTransaction)).getFirst();
    }

    @Override
    public List<SendAnswer> sendAll(List<byte[]> rawTransactions) {
        List<SendAnswer> answers = new ArrayList<>();
        for (var raw : rawTransactions) {
            var transaction = SignedTransaction.of(raw);
            stage.step("send nonce " + transaction.nonce());
            if (!isStored.test(transaction.hash())) {
                complaint.run();
            }
            var answer = isSilent() ? new SendAnswer.NoAnswer("silent") : sent(transaction);
            stage.mark("sent nonce " + transaction.nonce() + ": " + answer);
            answers.add(answer);
        }
        stage.step("sent all");
        return answers;
    }

    private SendAnswer sent(SignedTransaction transaction) {
        var fault = faults.onSending();
        if (fault != Faults.OnSending.NONE) {
            stage.mark("SENDING nonce " + transaction.nonce() + ": " + fault);
        }
        return switch (fault) {
            case NONE -> chain.offer(transaction);
            case REPLY_LOST -> {
                chain.offer(transaction);
                yield new SendAnswer.NoAnswer("the connection broke");
            }
            case ERROR_THOUGH_TAKEN -> {
                chain.offer(transaction);
                yield new SendAnswer.Refused(-32_603, "internal error");
            }
            case DROPPED -> new SendAnswer.Taken();
            case UNREACHED -> new SendAnswer.NoAnswer("no route");
        };
    }

    @Override
    public ChainId chainId() {
        return chain.chainId();
    }

    @Override
    public long blockNumber() {
        return asked("height", () -> chain.node().blockNumber());
    }

    @Override
    public Optional<Block> block(long number) {
        return asked("block", () -> chain.node().block(number));
    }

    @Override
    public Block latestBlock() {
        return asked("head", () -> chain.node().latestBlock());
    }

    @Override
    public long nonce(Address account) {
        return asked("nonce", () -> chain.node().nonce(account));
    }

    @Override
    public BigInteger balance(Address account) {
        return asked("balance", () -> chain.node().balance(account));
    }

    @Override
    public byte[] code(Address account) {
        return asked("code", () -> chain.node().code(account));
    }

    @Override
    public CallAnswer call(CallRequest request) {
        return asked("call", () -> chain.node().call(request));
    }

    @Override
    public List<CallAnswer> calls(List<CallRequest> requests) {
        return asked("calls", () -> chain.node().calls(requests));
    }

    @Override
    public GasAnswer estimateGas(CallRequest request) {
        try {
            return asked("gas", () -> chain.node().estimateGas(request));
        } catch (ChainUnavailable silent) {
            return new GasAnswer.Unavailable("silent");
        }
    }

    @Override
    public BigInteger priorityFee() {
        return asked("priority fee", () -> chain.node().priorityFee());
    }

    @Override
    public Optional<Receipt> receipt(Hash32 transactionHash) {
        return Optional.ofNullable(receipts(List.of(transactionHash)).get(transactionHash));
    }

    @Override
    public Map<Hash32, Receipt> receipts(Collection<Hash32> transactionHashes) {
        return asked("receipts", () -> {
            var found = new HashMap<>(chain.node().receipts(transactionHashes));
            if (chain.hidesAnything()) {
                found.values().removeIf(receipt -> chain.hides(receipt.blockNumber()));
            }
            return found;
        });
    }

    @Override
    public boolean knowsTransaction(Hash32 transactionHash) {
        return asked(
                "transaction",
                () -> chain.isWaiting(transactionHash) || chain.node().knowsTransaction(transactionHash));
    }

    @Override
    public List<EventLog> logs(LogFilter filter) {
        return asked("logs", () -> chain.node().logs(filter));
    }
}
