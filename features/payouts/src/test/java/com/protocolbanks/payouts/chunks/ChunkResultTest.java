package com.protocolbanks.payouts.chunks;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.abi.AbiWriter;
import com.protocolbanks.evm.abi.EventLog;
import com.protocolbanks.evm.contracts.Erc20Calls;
import com.protocolbanks.evm.contracts.MultiSendEvent;
import com.protocolbanks.evm.contracts.PayMode;
import com.protocolbanks.evm.contracts.SignedBatch;
import com.protocolbanks.evm.rpc.Receipt;
import com.protocolbanks.payroll.signing.ChunkPartition;
import com.protocolbanks.payroll.signing.PaymentList;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a receipt proves: an endpoint may leave events out, and a token may move less than it says. */
class ChunkResultTest {
    private static final Address WALLET = Address.of("0x00000000000000000000000000000000000000aa");
    private static final Address TOKEN = Address.of("0x00000000000000000000000000000000000000bb");
    private static final Address MULTI_SEND = Address.of("0x00000000000000000000000000000000000000cc");
    private static final Address ANA = Address.of("0x0000000000000000000000000000000000000001");
    private static final Address BEN = Address.of("0x0000000000000000000000000000000000000002");
    private static final Hash32 TX = Hash32.of(BigInteger.TEN);
    private static final long ANAS = 100;
    private static final long BENS = 50;

    private final ChunkTerms chunk = chunk();

    private static ChunkTerms chunk() {
        var payments = new PaymentList.Builder()
                .add(new UUID(0, 1), new UUID(1, 1), ANA, BigInteger.valueOf(ANAS))
                .add(new UUID(0, 2), new UUID(1, 2), BEN, BigInteger.valueOf(BENS))
                .build();
        var partition = ChunkPartition.of(payments, 200);
        var batch = new SignedBatch(
                WALLET, TOKEN, MULTI_SEND, Hash32.of(BigInteger.ONE), partition.root(), payments.total(), 1, 0, 1);
        return new ChunkTerms(batch, batch.key(), MULTI_SEND, PayMode.MODULE, partition.chunk(0));
    }

    @Test
    void whatTheTokenMovedIsPaid() {
        var result = read(ran(0b00), moved(WALLET, ANA, ANAS), moved(WALLET, BEN, BENS));

        assertThat(result.paid()).isEqualTo(chunk.all());
        assertThat(result.unproven().isEmpty()).isTrue();
    }

    @Test
    void theContractsWordWithoutTheTokensMovementIsNoProof() {
        var result = read(ran(0b00), moved(WALLET, ANA, ANAS));

        assertThat(result.paid()).isEqualTo(items(0));
        assertThat(result.unproven()).isEqualTo(items(1));
    }

    @Test
    void aMovementOfAnotherAmountPayerOrReceiverIsNoProof() {
        assertThat(read(ran(0b10), moved(WALLET, ANA, ANAS - 1)).paid().isEmpty())
                .isTrue();
        assertThat(read(ran(0b10), moved(BEN, ANA, ANAS)).paid().isEmpty()).isTrue();
        assertThat(read(ran(0b10), moved(WALLET, BEN, ANAS)).paid().isEmpty()).isTrue();
    }

    @Test
    void whatWasTriedInVainFailsWithItsReason() {
        var result = read(ran(0b10), moved(WALLET, ANA, ANAS), failed(1));

        assertThat(result.paid()).isEqualTo(items(0));
        assertThat(result.failed()).isEqualTo(Map.of(1, "NO_REASON"));
    }

    @Test
    void aReceiptOfAnotherChunkSaysNothing() {
        assertThat(ChunkResult.read(
                        receipt(log(
                                MULTI_SEND,
                                List.of(
                                        MultiSendEvent.EXECUTED.hash(),
                                        chunk.key(),
                                        Hash32.of(BigInteger.valueOf(chunk.index() + 1L))),
                                new AbiWriter().uint(256, 0).uint(256, 0))),
                        chunk,
                        chunk.all()))
                .isEmpty();
    }

    private ChunkResult read(EventLog... logs) {
        return ChunkResult.read(receipt(logs), chunk, chunk.all()).orElseThrow();
    }

    private static ItemMask items(int item) {
        return ItemMask.where(2, item == 0 ? one -> one == 0 : one -> one == 1);
    }

    private static Receipt receipt(EventLog... logs) {
        return new Receipt(TX, 7, TX, true, 21_000, BigInteger.ONE, Optional.empty(), List.of(logs));
    }

    /** @param unpaid bit i: item i is still unpaid */
    private EventLog ran(long unpaid) {
        return log(
                MULTI_SEND,
                List.of(MultiSendEvent.EXECUTED.hash(), chunk.key(), Hash32.of(BigInteger.valueOf(chunk.index()))),
                new AbiWriter().uint(256, unpaid).uint(256, ANAS + BENS));
    }

    private EventLog failed(int item) {
        return log(
                MULTI_SEND,
                List.of(MultiSendEvent.ITEM_FAILED.hash(), chunk.key(), Hash32.of(BigInteger.valueOf(chunk.index()))),
                new AbiWriter().uint(256, item).address(BEN).uint(256, BENS).word(reason("no_reason")));
    }

    private static Hash32 reason(String words) {
        return Hash32.of(new BigInteger(1, words.getBytes(StandardCharsets.US_ASCII))
                .shiftLeft(8 * (Hash32.LENGTH - words.length())));
    }

    private static EventLog moved(Address from, Address to, long units) {
        return log(TOKEN, List.of(Erc20Calls.TRANSFER.hash(), word(from), word(to)), new AbiWriter().uint(256, units));
    }

    private static Hash32 word(Address address) {
        return Hash32.of(new BigInteger(1, address.bytes()));
    }

    private static EventLog log(Address contract, List<Hash32> topics, AbiWriter fields) {
        return new EventLog(contract, topics, fields.toBytes(), new EventLog.Position(7, TX, TX, 0));
    }
}
