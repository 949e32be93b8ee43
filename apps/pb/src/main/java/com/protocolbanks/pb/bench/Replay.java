package com.protocolbanks.pb.bench;

import com.protocolbanks.embedded.anvil.AnvilRpc;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.evm.rpc.SendAnswer;
import com.protocolbanks.evm.transaction.SignedTransaction;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Gatherers;

/** The limit: signed transactions sent straight to the chain, with nothing stored and nothing checked. */
final class Replay {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int AT_ONCE = 100;

    private final AnvilRpc anvil;
    private final JsonRpcChainClient chain;
    private final long blockGas;
    private String snapshot;

    /** Takes note of the chain as it is now; each replay begins there. */
    Replay(URI chain, long blockGas) {
        this.anvil = new AnvilRpc(chain);
        this.chain =
                new JsonRpcChainClient(JsonRpcChainClient.http(Duration.ofSeconds(5)), chain, Duration.ofMinutes(1));
        this.blockGas = blockGas;
        setBlockGas();
        // a base fee that moves with every block would shut out in the replay what it let in before
        anvil.ask("anvil_setNextBlockBaseFeePerGas", "0x1");
        anvil.ask("evm_mine");
        this.snapshot = anvil.ask("evm_snapshot").asString();
    }

    private void setBlockGas() {
        anvil.ask("evm_setBlockGasLimit", "0x" + Long.toHexString(blockGas));
    }

    /** The seconds from the first byte sent until all have succeeded; what was on the chain since is gone. */
    double seconds(List<byte[]> transactions) throws InterruptedException {
        if (!anvil.ask("evm_revert", snapshot).asBoolean()) {
            throw new IllegalStateException("the chain did not go back");
        }
        setBlockGas();
        snapshot = anvil.ask("evm_snapshot").asString();
        var hashes = transactions.stream()
                .map(raw -> SignedTransaction.of(raw).hash())
                .toList();
        awaitBlock();
        long start = System.nanoTime();
        for (var some : portions(transactions)) {
            for (var answer : chain.sendAll(some)) {
                if (!(answer instanceof SendAnswer.Taken)) {
                    throw new IllegalStateException("the chain refused a replayed transaction: " + answer);
                }
            }
        }
        awaitMined(hashes.getLast(), start);
        double seconds = (System.nanoTime() - start) / 1e9;
        portions(hashes).forEach(this::confirm);
        return seconds;
    }

    private void confirm(List<Hash32> hashes) {
        var receipts = chain.receipts(hashes);
        for (var hash : hashes) {
            var receipt = receipts.get(hash);
            if (receipt == null || !receipt.succeeded()) {
                throw new IllegalStateException("a replayed transaction did not succeed: " + hash);
            }
        }
    }

    private static <T> List<List<T>> portions(List<T> all) {
        return all.stream().gather(Gatherers.windowFixed(AT_ONCE)).toList();
    }

    /** Returns just after a block was made, so that what is compared begins alike. */
    void awaitBlock() throws InterruptedException {
        long height = chain.blockNumber();
        while (chain.blockNumber() == height) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void awaitMined(Hash32 last, long start) throws InterruptedException {
        while (chain.receipt(last).isEmpty()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException("the replay was not mined in " + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
