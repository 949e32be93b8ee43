package com.protocolbanks.evm.abi;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one tuple by the index of its head words; a static struct inside takes one index for each of its words.
 *
 * <p>Every read is checked against the data, so that a lying endpoint ends in {@link MalformedAbi}, never in memory.
 */
public final class AbiReader {
    private static final int WORD = Hash32.LENGTH;

    private final byte[] data;
    private final int start;

    public AbiReader(byte[] data) {
        this(data, 0);
    }

    private AbiReader(byte[] data, int start) {
        this.data = data;
        this.start = start;
    }

    public Hash32 word(int index) {
        return wordAt(Math.addExact(start, Math.multiplyExact(index, WORD)));
    }

    public BigInteger number(int index) {
        return word(index).number();
    }

    /** A number of at most 63 bits. */
    public long longNumber(int index) {
        return longOf(number(index));
    }

    /** A number of at most 31 bits. */
    public int intNumber(int index) {
        long number = longNumber(index);
        if (number > Integer.MAX_VALUE) {
            throw new MalformedAbi("number does not fit 31 bits: " + number);
        }
        return (int) number;
    }

    public boolean bool(int index) {
        BigInteger number = number(index);
        if (number.bitLength() > 1) {
            throw new MalformedAbi("neither true nor false: " + number);
        }
        return number.signum() == 1;
    }

    public Address address(int index) {
        byte[] word = word(index).bytes();
        for (int i = 0; i < WORD - Address.LENGTH; i++) {
            if (word[i] != 0) {
                throw new MalformedAbi("not an address: " + new Hash32(word));
            }
        }
        return new Address(Arrays.copyOfRange(word, WORD - Address.LENGTH, WORD));
    }

    public byte[] bytes(int index) {
        int at = tail(index);
        int length = lengthAt(at, 1);
        return Arrays.copyOfRange(data, at + WORD, at + WORD + length);
    }

    public List<Hash32> words(int index) {
        int at = tail(index);
        int count = lengthAt(at, WORD);
        List<Hash32> words = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            words.add(wordAt(at + i * WORD));
        }
        return List.copyOf(words);
    }

    public List<Address> addresses(int index) {
        int at = tail(index);
        int count = lengthAt(at, WORD);
        AbiReader elements = new AbiReader(data, at + WORD);
        List<Address> addresses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            addresses.add(elements.address(i));
        }
        return List.copyOf(addresses);
    }

    /** A dynamic struct. */
    public AbiReader tuple(int index) {
        return new AbiReader(data, tail(index));
    }

    private int tail(int index) {
        long offset = longNumber(index);
        if (offset > data.length - (long) start) {
            throw new MalformedAbi("offset " + offset + " lies outside " + data.length + " bytes");
        }
        return start + (int) offset;
    }

    private int lengthAt(int at, int elementSize) {
        long length = longOf(wordAt(at).number());
        if (length > (data.length - (long) at - WORD) / elementSize) {
            throw new MalformedAbi("length " + length + " goes beyond " + data.length + " bytes");
        }
        return (int) length;
    }

    private Hash32 wordAt(int at) {
        if (at < 0 || at > data.length - WORD) {
            throw new MalformedAbi("no word at " + at + " of " + data.length + " bytes");
        }
        return new Hash32(Arrays.copyOfRange(data, at, at + WORD));
    }

    private static long longOf(BigInteger number) {
        if (number.bitLength() > 63) {
            throw new MalformedAbi("number does not fit 63 bits: " + number);
        }
        return number.longValue();
    }
}
