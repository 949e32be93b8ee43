package com.protocolbanks.evm.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.StaticStruct;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint96;

class AbiProperties {
    private static final Selector SELECTOR = Selector.of("f((address,uint96),bytes,uint256,bytes32[])");

    @Property
    void writesWhatWeb3jWrites(
            @ForAll @Size(20) byte[] account,
            @ForAll @Size(max = 100) byte[] bytes,
            @ForAll @Size(32) byte[] number,
            @ForAll @Size(max = 20) List<@Size(32) byte[]> words) {
        BigInteger small = new BigInteger(1, number).shiftRight(160);
        byte[] ours = new AbiWriter()
                .tuple(new AbiWriter().address(new Address(account)).uint(96, small))
                .bytes(bytes)
                .uint(256, new BigInteger(1, number))
                .words(words.stream().map(Hash32::new).toList())
                .call(SELECTOR);
        Function judged = new Function(
                "f",
                List.of(
                        new StaticStruct(
                                new org.web3j.abi.datatypes.Address(new Address(account).toString()),
                                new Uint96(small)),
                        new DynamicBytes(bytes),
                        new Uint256(new BigInteger(1, number)),
                        new DynamicArray<>(
                                Bytes32.class, words.stream().map(Bytes32::new).toList())),
                List.of());
        assertThat(Bytes.hex(ours)).isEqualTo(FunctionEncoder.encode(judged));

        AbiReader reader = new AbiReader(Selector.argumentsOf(ours));
        assertThat(reader.address(0)).isEqualTo(new Address(account));
        assertThat(reader.number(1)).isEqualTo(small);
        assertThat(reader.bytes(2)).isEqualTo(bytes);
        assertThat(reader.number(3)).isEqualTo(new BigInteger(1, number));
        assertThat(reader.words(4)).isEqualTo(words.stream().map(Hash32::new).toList());
    }

    @Property
    void readsAnyBytesOrSaysThatTheyAreMalformed(@ForAll @Size(max = 200) byte[] data) {
        AbiReader reader = new AbiReader(data);
        for (java.util.function.IntFunction<?> read : List.<java.util.function.IntFunction<?>>of(
                reader::bytes, reader::words, reader::addresses, reader::bool, reader::address, reader::longNumber)) {
            try {
                assertThat(read.apply(0)).isNotNull();
            } catch (MalformedAbi e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    @Property
    void refusesHugeLengths(@ForAll @Size(31) byte[] noise) {
        byte[] offset = Hash32.of(BigInteger.valueOf(32)).bytes();
        byte[] length = Bytes.concat(new byte[] {0x7f}, noise);
        AbiReader reader = new AbiReader(Bytes.concat(offset, length, new byte[64]));
        assertThatThrownBy(() -> reader.words(0)).isInstanceOf(MalformedAbi.class);
        assertThatThrownBy(() -> reader.bytes(0)).isInstanceOf(MalformedAbi.class);
    }
}
