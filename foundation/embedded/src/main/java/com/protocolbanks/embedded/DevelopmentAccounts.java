package com.protocolbanks.embedded;

import com.protocolbanks.embedded.anvil.AnvilRpc;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.abi.AbiReader;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Transactions that a development chain makes in anybody's name, without a key. */
final class DevelopmentAccounts {
    private static final int RECEIPT_TRIES = 200;
    private static final BigInteger GAS_MONEY = BigInteger.TEN.pow(20);

    private final AnvilRpc rpc;

    DevelopmentAccounts(AnvilRpc rpc) {
        this.rpc = rpc;
    }

    /** Sends and waits until it is mined; throws when it reverted. */
    void send(Address from, Address to, byte[] data) {
        send(from, Optional.of(to), data);
    }

    private void send(Address from, Optional<Address> to, byte[] data) {
        Map<String, Object> transaction = new HashMap<>();
        transaction.put("from", from.lower());
        to.ifPresent(address -> transaction.put("to", address.lower()));
        transaction.put("data", Bytes.hex(data));
        var hash = rpc.ask("eth_sendTransaction", transaction).asString();
        var receipt = receipt(hash);
        if (!receipt.path("status").asString().equals("0x1")) {
            throw new IllegalStateException("reverted: a transaction from " + from + " to " + to);
        }
    }

    private JsonNode receipt(String hash) {
        for (int tried = 0; tried < RECEIPT_TRIES; tried++) {
            var receipt = rpc.ask("eth_getTransactionReceipt", hash);
            if (receipt.isObject()) {
                return receipt;
            }
            rpc.ask("evm_mine"); // the chain may mine by the clock, or only when told to
        }
        throw new IllegalStateException("the development chain does not mine " + hash);
    }

    /** Sends as an account whose key nobody has, such as a contract. */
    void sendAs(Address from, Address to, byte[] data) {
        rpc.ask("anvil_impersonateAccount", from.lower());
        var before = balance(from);
        setBalance(from, GAS_MONEY);
        try {
            send(from, to, data);
        } finally {
            setBalance(from, before);
            rpc.ask("anvil_stopImpersonatingAccount", from.lower());
        }
    }

    byte[] call(Address to, byte[] data) {
        return Bytes.parse(rpc.ask("eth_call", Map.of("to", to.lower(), "data", Bytes.hex(data)), "latest")
                .asString());
    }

    BigInteger balance(Address account) {
        return new BigInteger(
                rpc.ask("eth_getBalance", account.lower(), "latest").asString().substring(2), 16);
    }

    void setBalance(Address account, BigInteger wei) {
        rpc.ask("anvil_setBalance", account.lower(), "0x" + wei.toString(16));
    }

    boolean hasCode(Address account) {
        return rpc.ask("eth_getCode", account.lower(), "latest").asString().length() > 2;
    }

    void setCode(Address account, byte[] code) {
        rpc.ask("anvil_setCode", account.lower(), Bytes.hex(code));
    }

    /** The code that a creation would leave, without creating anything. */
    byte[] created(byte[] initCode) {
        return Bytes.parse(rpc.ask("eth_call", Map.of("data", Bytes.hex(initCode)), "latest")
                .asString());
    }

    /** The bytes that a function of type {@code bytes} returned. */
    byte[] callForBytes(Address to, byte[] data) {
        return new AbiReader(call(to, data)).bytes(0);
    }
}
