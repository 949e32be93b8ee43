package com.protocolbanks.evm.contracts;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.abi.AbiReader;
import com.protocolbanks.evm.abi.AbiWriter;
import com.protocolbanks.evm.abi.MalformedAbi;
import com.protocolbanks.evm.abi.RevertReason;
import com.protocolbanks.evm.abi.Selector;
import java.math.BigInteger;

/** MultiSend's functions: call data, results and refusals. */
public final class MultiSendCalls {
    private static final String BATCH = "(address,address,address,bytes32,bytes32,uint96,uint32,uint48,uint48)";

    private static final Selector OPEN_BATCH = Selector.of("openBatch(" + BATCH + ",bytes)");
    private static final Selector PAY_CHUNK =
            Selector.of("payChunk(" + BATCH + ",bytes,uint256,uint8,uint256,uint256,bytes32[],bytes32[])");
    private static final Selector RETRY_FAILED =
            Selector.of("retryFailed(" + BATCH + ",uint256,uint8,uint256,uint256,bytes32[],bytes32[])");
    private static final Selector CHUNK_WORD = Selector.of("chunkWord(bytes32,uint256)");
    private static final Selector PROGRESS = Selector.of("progress(bytes32)");
    private static final Selector OPENED_AS = Selector.of("openedAs(bytes32)");
    private static final Selector CANCEL_BATCH = Selector.of("cancelBatch(bytes32)");
    private static final Selector SET_POLICY = Selector.of("setPolicy(address,uint96,uint32)");
    private static final Selector SET_GUARDIAN = Selector.of("setGuardian(address)");
    private static final Selector SET_FROZEN = Selector.of("setFrozen(address,bool)");
    private static final Selector ORGS = Selector.of("orgs(address)");

    /** The contract's own errors by name, beside {@code Error} and {@code Panic}. */
    public static final RevertReason.Names ERRORS = new RevertReason.Names(
            "AlreadyExecuted()",
            "BadAmount()",
            "BadChunk()",
            "BadPolicy()",
            "BadProof()",
            "BadSignature()",
            "BatchExists()",
            "Cancelled()",
            "Frozen()",
            "InsufficientFunds()",
            "InsufficientGas()",
            "NotAToken()",
            "NotOperator()",
            "NotOrg()",
            "NothingToRetry()",
            "OutsideWindow()",
            "OverCap()",
            "OverTotal()",
            "Reentered()");

    private MultiSendCalls() {}

    /**
     * Opens a batch: from then on its chunks can be paid.
     *
     * @param signature the owners' signature, or none when the caller is the organization itself
     */
    public static byte[] openBatch(SignedBatch batch, byte[] signature) {
        return new AbiWriter().tuple(batch.written()).bytes(signature).call(OPEN_BATCH);
    }

    /**
     * Pays one chunk of a batch.
     *
     * @param signature opens the batch when nobody has; empty afterwards
     */
    public static byte[] payChunk(SignedBatch batch, byte[] signature, ChunkPayment payment) {
        AbiWriter arguments = new AbiWriter().tuple(batch.written()).bytes(signature);
        return written(arguments, payment).call(PAY_CHUNK);
    }

    public static byte[] retryFailed(SignedBatch batch, ChunkPayment payment) {
        return written(new AbiWriter().tuple(batch.written()), payment).call(RETRY_FAILED);
    }

    public static byte[] chunkWord(Hash32 key, long chunk) {
        return new AbiWriter().word(key).uint(256, chunk).call(CHUNK_WORD);
    }

    public static ChunkWord chunkWordOf(byte[] returned) {
        return new ChunkWord(new AbiReader(returned).number(0));
    }

    public static byte[] progress(Hash32 key) {
        return new AbiWriter().word(key).call(PROGRESS);
    }

    public static BatchProgress progressOf(byte[] returned) {
        AbiReader reader = new AbiReader(returned);
        int code = reader.intNumber(1);
        var status = BatchProgress.Status.of(code).orElseThrow(() -> new MalformedAbi("no such status: " + code));
        return new BatchProgress(reader.number(0), status, reader.number(2));
    }

    /** The name under which an organization can open a batchId once. */
    public static Hash32 idOf(Address org, Hash32 batchId) {
        return Keccak.hash(new AbiWriter().address(org).word(batchId).toBytes());
    }

    /**
     * Asks under which key a batch was opened; {@link #openedAsOf} reads the answer.
     *
     * @param id made by {@link #idOf}
     */
    public static byte[] openedAs(Hash32 id) {
        return new AbiWriter().word(id).call(OPENED_AS);
    }

    /** Zero: never opened; one: burnt by a cancel; else the key it was opened under. */
    public static Hash32 openedAsOf(byte[] returned) {
        return new AbiReader(returned).word(0);
    }

    public static byte[] cancelBatch(Hash32 batchId) {
        return new AbiWriter().word(batchId).call(CANCEL_BATCH);
    }

    /**
     * By the organization: caps what is paid in the token in one period.
     *
     * @param cap in the token's smallest unit, below 2^96; zero lifts it
     */
    public static byte[] setPolicy(Address token, BigInteger cap, long periodSeconds) {
        return new AbiWriter()
                .address(token)
                .uint(96, cap)
                .uint(32, periodSeconds)
                .call(SET_POLICY);
    }

    public static byte[] setGuardian(Address guardian) {
        return new AbiWriter().address(guardian).call(SET_GUARDIAN);
    }

    public static byte[] setFrozen(Address org, boolean frozen) {
        return new AbiWriter().address(org).bool(frozen).call(SET_FROZEN);
    }

    public static byte[] orgs(Address org) {
        return new AbiWriter().address(org).call(ORGS);
    }

    /** Whether the organization is frozen, out of {@link #orgs}. */
    public static boolean frozenOf(byte[] returned) {
        return new AbiReader(returned).bool(1);
    }

    private static AbiWriter written(AbiWriter arguments, ChunkPayment payment) {
        return arguments
                .uint(256, payment.chunk())
                .uint(8, payment.mode().code())
                .uint(256, payment.mask())
                .uint(256, payment.amount())
                .words(payment.items())
                .words(payment.proof());
    }
}
