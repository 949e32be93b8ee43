package com.protocolbanks.pb.simulation.outside;

import com.protocolbanks.embedded.anvil.AnvilRpc;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.Block;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.SendAnswer;
import com.protocolbanks.evm.transaction.FeeMarketTransaction;
import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import com.protocolbanks.evm.transaction.SignedTransaction;
import com.protocolbanks.evm.transaction.TransactionSigner;
import com.protocolbanks.pb.simulation.faults.Faults;
import com.protocolbanks.pb.simulation.time.Stage;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A real chain (anvil with the real contracts) that makes its blocks at the stage's time, behind a mempool of our own
 * with the manners of either kind of node.
 */
public final class SimulatedChain {
    private static final long EMPTY_GAS = 21_000;
    /** How many blocks can be replaced. */
    private static final int DEEPEST = 4;
    /** How long the chain goes without a block when nothing waits. */
    private static final Duration IDLE = Duration.ofSeconds(15);

    private final ChainClient node;
    private final AnvilRpc anvil;
    private final TransactionSigner operator;
    private final Stage stage;
    private final Faults faults;
    private final Mempool pool;
    private final Deque<Before> befores = new ArrayDeque<>();
    private final Set<Hash32> stolen = new HashSet<>();
    private Duration lastBlock = Duration.ZERO;
    private BigInteger baseFee = BigInteger.ONE;
    private BigInteger usualFee = BigInteger.ONE;
    private int hiddenBlocks;

    /** A real chain and the key of the account that sends. */
    public record Real(ChainClient node, AnvilRpc anvil, TransactionSigner operator) {}

    /** The state before a block, and what came into it. */
    private record Before(String snapshot, List<SignedTransaction> mined) {}

    public SimulatedChain(Real real, boolean cosmos, Stage stage, Faults faults) {
        this.node = real.node;
        this.anvil = real.anvil;
        this.operator = real.operator;
        this.stage = stage;
        this.faults = faults;
        this.pool = new Mempool(cosmos);
    }

    /** Begins to make blocks. */
    public void start() {
        baseFee = node.latestBlock().baseFee();
        usualFee = baseFee;
        mine();
        befores.clear();
        stage.after(faults.nextBlock(), this::pulse);
    }

    private void pulse() {
        if (faults.poolIsForgotten() && !pool.isEmpty()) {
            stage.mark("chain", "FORGETS what waits");
            pool.clear();
        }
        if (faults.nonceIsStolen()) {
            steal();
        }
        int replaced = Math.min(faults.replacedBlocks(), befores.size());
        if (replaced > 0) {
            replace(replaced);
        }
        if (!pool.isEmpty() || replaced > 0 || stage.elapsed().minus(lastBlock).compareTo(IDLE) > 0) {
            mine();
        }
        stage.after(faults.nextBlock(), this::pulse);
    }

    private void steal() {
        long nonce = node.nonce(operator.address());
        var fees = new Fees(baseFee, baseFee.multiply(BigInteger.TEN));
        var theft = operator.sign(
                FeeMarketTransaction.call(node.chainId(), nonce, fees, EMPTY_GAS, operator.address(), new byte[0]));
        stolen.add(theft.hash());
        pool.force(theft);
        stage.mark("chain", "STEALS nonce " + nonce);
    }

    private void replace(int blocks) {
        List<SignedTransaction> undone = new ArrayList<>();
        String snapshot = "";
        for (int i = 0; i < blocks; i++) {
            var before = befores.removeLast();
            undone.addAll(before.mined);
            snapshot = before.snapshot;
        }
        anvil.ask("evm_revert", snapshot);
        boolean wait = faults.replacedWaitAgain();
        if (wait) {
            undone.forEach(pool::force);
        }
        baseFee = node.latestBlock().baseFee();
        stage.mark(
                "chain",
                "REPLACES " + blocks + " block(s) with nonces " + nonces(undone)
                        + (wait ? ", which wait again" : ", which are forgotten"));
    }

    private static List<Long> nonces(List<SignedTransaction> transactions) {
        return transactions.stream().map(SignedTransaction::nonce).sorted().toList();
    }

    private void mine() {
        var parent = node.latestBlock();
        int times = faults.gasTimes();
        if (times > 1) {
            stage.mark("chain", "GAS costs " + times + " times as much");
            anvil.ask(
                    "anvil_setNextBlockBaseFeePerGas",
                    "0x" + usualFee.multiply(BigInteger.valueOf(times)).toString(16));
        }
        var snapshot = anvil.ask("evm_snapshot").asString();
        int room = faults.room();
        List<SignedTransaction> tried = new ArrayList<>();
        for (var transaction : pool.from(node.nonce(operator.address()))) {
            if (tried.size() < room && taken(transaction)) {
                tried.add(transaction);
            } else {
                break;
            }
        }
        long time = Math.max(parent.time().getEpochSecond() + 1, stage.now().getEpochSecond());
        anvil.ask("evm_setNextBlockTimestamp", time);
        anvil.ask("evm_mine");
        anvil.ask("anvil_dropAllTransactions");
        long next = node.nonce(operator.address());
        var mined = tried.stream().filter(one -> one.nonce() < next).toList();
        pool.forgetBelow(next);
        befores.addLast(new Before(snapshot, mined));
        if (befores.size() > DEEPEST) {
            befores.removeFirst();
        }
        lastBlock = stage.elapsed();
        hiddenBlocks = faults.hiddenBlocks();
        var head = node.latestBlock();
        baseFee = head.baseFee();
        stage.mark(
                "chain",
                "block " + head.number() + " with nonces " + nonces(mined)
                        + (hiddenBlocks > 0 ? ", the newest " + hiddenBlocks + " hidden" : ""));
    }

    private boolean taken(SignedTransaction transaction) {
        try {
            anvil.ask("eth_sendRawTransaction", Bytes.hex(transaction.raw()));
            return true;
        } catch (IllegalStateException refused) {
            stage.mark("chain", "nonce " + transaction.nonce() + " has to wait");
            return false;
        }
    }

    ChainClient node() {
        return node;
    }

    SendAnswer offer(SignedTransaction transaction) {
        return pool.offer(transaction, node.nonce(operator.address()), baseFee);
    }

    boolean isWaiting(Hash32 transaction) {
        return pool.knows(transaction);
    }

    /** Whether the block shows no receipts yet. */
    boolean hides(long block) {
        return block > node.blockNumber() - hiddenBlocks;
    }

    boolean hidesAnything() {
        return hiddenBlocks > 0;
    }

    /** Transactions that used nonces up and are nobody's. */
    public Set<Hash32> stolen() {
        return stolen;
    }

    Block head() {
        return node.latestBlock();
    }

    ChainId chainId() {
        return node.chainId();
    }
}
