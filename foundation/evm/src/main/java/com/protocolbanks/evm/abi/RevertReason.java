package com.protocolbanks.evm.abi;

import com.protocolbanks.evm.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Why a call reverted, by the data it reverted with. */
public sealed interface RevertReason {
    /** {@code require(…, "text")}; the text is the contract's own and can say anything. */
    record Message(String text) implements RevertReason {}

    /** A check of the compiler: 0x01 assert, 0x11 overflow, 0x12 division by zero, 0x32 index; the rest in Solidity's manual. */
    record Panic(long code) implements RevertReason {}

    /** A custom error whose name is known. */
    record Named(String name, byte[] arguments) implements RevertReason {}

    /** Data of no known form; empty when the call ran out of gas or reverted without a word. */
    record Unknown(byte[] data) implements RevertReason {}

    /** One short line for logs and people. */
    default String words() {
        return switch (this) {
            case Message(String text) -> text;
            case Panic(long code) -> "panic 0x" + Long.toHexString(code);
            case Named(String name, byte[] arguments) ->
                arguments.length == 0 ? name : name + " " + Bytes.hex(arguments);
            case Unknown(byte[] data) -> data.length == 0 ? "no reason given" : Bytes.hex(data);
        };
    }

    /** Knows the custom errors of some contracts by their selectors. */
    final class Names {
        private static final Selector ERROR = Selector.of("Error(string)");
        private static final Selector PANIC = Selector.of("Panic(uint256)");

        private final Map<Selector, String> names = new HashMap<>();

        /** From canonical signatures, such as {@code InsufficientFunds()}. */
        public Names(String... signatures) {
            for (String signature : signatures) {
                names.put(Selector.of(signature), signature.substring(0, signature.indexOf('(')));
            }
        }

        public RevertReason read(byte[] data) {
            if (data.length < 4) {
                return new Unknown(data);
            }
            Selector selector = Selector.at(data);
            byte[] arguments = Arrays.copyOfRange(data, 4, data.length);
            try {
                if (selector.equals(ERROR)) {
                    return new Message(new String(new AbiReader(arguments).bytes(0), StandardCharsets.UTF_8));
                }
                if (selector.equals(PANIC)) {
                    return new Panic(new AbiReader(arguments).longNumber(0));
                }
            } catch (MalformedAbi _) {
                return new Unknown(data);
            }
            String name = names.get(selector);
            return name == null ? new Unknown(data) : new Named(name, arguments);
        }
    }
}
