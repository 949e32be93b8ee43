package com.protocolbanks.payroll.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vectors all implementations share; they were computed apart from any of them. */
class MerkleVectorsTest {
    @Test
    void partitionTreeAndProofsEqualTheSharedVectors() {
        var vectors = new JsonMapper()
                .readTree(Path.of(System.getProperty("pb.root", "../.."), "tests/fixtures/merkle.json"));
        assertThat(vectors).hasSize(20);
        for (var vector : vectors) {
            var partition = ChunkPartition.of(
                    payments(vector.get("items")), vector.get("chunkSize").intValue());
            assertThat(partition.root()).isEqualTo(hash(vector.get("root")));
            assertThat(partition.chunkCount()).isEqualTo(vector.get("leaves").size());
            for (int i = 0; i < partition.chunkCount(); i++) {
                var chunk = partition.chunk(i);
                assertThat(chunk.proof()).isEqualTo(hashes(vector.get("proofs").get(i)));
                assertThat(ChunkPartition.leaf(i, packed(chunk)))
                        .isEqualTo(hash(vector.get("leaves").get(i)));
            }
        }
    }

    @Test
    void theIdOnChainIsTheAbiEncodingsHash() {
        assertThat(OnChainId.of(
                        UUID.fromString("0b5a6d52-4f6c-4e2b-9d43-0f1f2a3b4c5d"),
                        Address.of("0x00000000000000000000000000000000000000b1"),
                        3))
                .isEqualTo(Hash32.of("0x909c70877b8464becb2a05fbd7ea4a3e2590f4fede4e10add835ed556bd2ff1e"));
    }

    @Test
    void refusesWhatTheContractCouldNotHold() {
        var builder = new PaymentList.Builder();
        var id = UUID.randomUUID();
        assertThatThrownBy(() -> builder.add(id, id, Address.ZERO, BigInteger.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.add(id, id, Address.ZERO, BigInteger.TWO.pow(96)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChunkPartition.of(builder.build(), 200)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChunkPartition.of(
                        builder.add(id, id, Address.ZERO, BigInteger.ONE).build(), 256))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static PaymentList payments(JsonNode items) {
        var list = new PaymentList.Builder();
        for (var item : items) {
            var id = UUID.randomUUID();
            list.add(
                    id,
                    id,
                    Address.of(item.get("to").stringValue()),
                    new BigInteger(item.get("amount").stringValue()));
        }
        return list.build();
    }

    private static byte[] packed(Chunk chunk) {
        var parts = chunk.words().stream().map(Hash32::bytes).toArray(byte[][]::new);
        return Bytes.concat(parts);
    }

    private static Hash32 hash(JsonNode text) {
        return Hash32.of(text.stringValue());
    }

    private static List<Hash32> hashes(JsonNode texts) {
        List<Hash32> hashes = new ArrayList<>();
        texts.forEach(text -> hashes.add(hash(text)));
        return hashes;
    }
}
