package com.protocolbanks.payroll.signing;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A signed list as words that two people can read to each other: what the approver's page shows, and what somebody else
 * counts from the spreadsheet without any server.
 *
 * <p>Each word is 16 bits, written as consonant, vowel, consonant, vowel, consonant of 4, 2, 4, 2 and 4 bits (a proquint);
 * the five words are the first 80 bits of {@code keccak256(symbol ++ root ++ uint256 total)}.
 */
public final class WordCode {
    private static final int WORDS = 5;
    private static final String CONSONANTS = "bdfghjklmnprstvz";
    private static final String VOWELS = "aiou";

    private WordCode() {}

    /**
     * The code of one token's payments.
     *
     * @param symbol the token's, in ASCII
     * @param root over the chunks
     * @param total in the token's smallest unit
     */
    public static String of(String symbol, Hash32 root, BigInteger total) {
        var digest = Keccak.hash(
                        symbol.getBytes(StandardCharsets.US_ASCII),
                        root.bytes(),
                        Hash32.of(total).bytes())
                .bytes();
        List<String> words = new ArrayList<>();
        for (int at = 0; at < 2 * WORDS; at += 2) {
            words.add(word(((digest[at] & 0xff) << 8) | (digest[at + 1] & 0xff)));
        }
        return String.join("-", words);
    }

    private static String word(int bits) {
        return "" + consonant(bits >> 12) + vowel(bits >> 10) + consonant(bits >> 6) + vowel(bits >> 4)
                + consonant(bits);
    }

    private static char consonant(int bits) {
        return CONSONANTS.charAt(bits & 0xf);
    }

    private static char vowel(int bits) {
        return VOWELS.charAt(bits & 0x3);
    }
}
