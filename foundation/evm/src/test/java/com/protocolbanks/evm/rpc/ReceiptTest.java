package com.protocolbanks.evm.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.abi.EventLog;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    private static final Hash32 TRANSACTION = Keccak.hash(new byte[] {1});
    private static final Hash32 BLOCK = Keccak.hash(new byte[] {2});
    private static final Receipt RECEIPT = receipt(BLOCK, true, 21_000, log(1, 5), log(2, 6));

    @Test
    void twoEndpointsAgreeWhereverTheyCountTheLogs() {
        assertThat(RECEIPT.agreesWith(receipt(BLOCK, true, 21_000, log(1, 0), log(2, 1))))
                .isTrue();
    }

    @Test
    void anyOtherWordIsADispute() {
        assertThat(List.of(
                        receipt(Keccak.hash(new byte[] {3}), true, 21_000, log(1, 5), log(2, 6)),
                        receipt(BLOCK, false, 21_000, log(1, 5), log(2, 6)),
                        receipt(BLOCK, true, 21_001, log(1, 5), log(2, 6)),
                        receipt(BLOCK, true, 21_000, log(1, 5)),
                        receipt(BLOCK, true, 21_000, log(1, 5), log(3, 6)),
                        receipt(BLOCK, true, 21_000, log(2, 5), log(1, 6))))
                .noneMatch(RECEIPT::agreesWith);
    }

    private static Receipt receipt(Hash32 block, boolean succeeded, long gasUsed, EventLog... logs) {
        return new Receipt(TRANSACTION, 7, block, succeeded, gasUsed, BigInteger.ONE, Optional.empty(), List.of(logs));
    }

    private static EventLog log(int data, long index) {
        return new EventLog(
                Address.ZERO,
                List.of(BLOCK),
                new byte[] {(byte) data},
                new EventLog.Position(7, BLOCK, TRANSACTION, index));
    }
}
