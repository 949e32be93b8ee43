package com.protocolbanks.evm.contracts;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.abi.AbiReader;
import com.protocolbanks.evm.abi.AbiWriter;
import com.protocolbanks.evm.abi.Selector;
import com.protocolbanks.evm.signature.SafeMessage;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Safe 1.4.1, as far as an organization's wallet is set up, asked and used. */
public final class SafeCalls {
    private static final Selector GET_OWNERS = Selector.of("getOwners()");
    private static final Selector GET_THRESHOLD = Selector.of("getThreshold()");
    private static final Selector IS_MODULE_ENABLED = Selector.of("isModuleEnabled(address)");
    private static final Selector ENABLE_MODULE = Selector.of("enableModule(address)");
    private static final Selector NONCE = Selector.of("nonce()");
    private static final Selector EXEC =
            Selector.of("execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)");
    private static final Selector SETUP =
            Selector.of("setup(address[],uint256,address,bytes,address,address,uint256,address)");
    private static final Selector CREATE_PROXY = Selector.of("createProxyWithNonce(address,bytes,uint256)");
    private static final Hash32 TRANSACTION_TYPE =
            Keccak.hash(("SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,"
                            + "uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)")
                    .getBytes(StandardCharsets.US_ASCII));

    private SafeCalls() {}

    public static byte[] getOwners() {
        return GET_OWNERS.bytes();
    }

    public static List<Address> ownersOf(byte[] returned) {
        return new AbiReader(returned).addresses(0);
    }

    public static byte[] getThreshold() {
        return GET_THRESHOLD.bytes();
    }

    public static int thresholdOf(byte[] returned) {
        return new AbiReader(returned).intNumber(0);
    }

    public static byte[] isModuleEnabled(Address module) {
        return new AbiWriter().address(module).call(IS_MODULE_ENABLED);
    }

    public static boolean moduleEnabledOf(byte[] returned) {
        return new AbiReader(returned).bool(0);
    }

    /** Called by the Safe on itself. */
    public static byte[] enableModule(Address module) {
        return new AbiWriter().address(module).call(ENABLE_MODULE);
    }

    public static byte[] nonce() {
        return NONCE.bytes();
    }

    public static long nonceOf(byte[] returned) {
        return new AbiReader(returned).longNumber(0);
    }

    /** What the owners sign for a plain call of the Safe; the same as the Safe's own {@code getTransactionHash}. */
    public static Hash32 callDigest(ChainId chainId, Address safe, Address to, byte[] data, long nonce) {
        Hash32 hash = Keccak.hash(new AbiWriter()
                .word(TRANSACTION_TYPE)
                .address(to)
                .uint(256, 0)
                .word(Keccak.hash(data))
                .uint(8, 0)
                .uint(256, 0)
                .uint(256, 0)
                .uint(256, 0)
                .address(Address.ZERO)
                .address(Address.ZERO)
                .uint(256, nonce)
                .toBytes());
        return Keccak.hash(
                new byte[] {0x19, 0x01},
                SafeMessage.domainSeparator(chainId, safe).bytes(),
                hash.bytes());
    }

    /** A plain call of the Safe, without value and without a refund of gas. */
    public static byte[] execute(Address to, byte[] data, byte[] signatures) {
        return new AbiWriter()
                .address(to)
                .uint(256, 0)
                .bytes(data)
                .uint(8, 0)
                .uint(256, 0)
                .uint(256, 0)
                .uint(256, 0)
                .address(Address.ZERO)
                .address(Address.ZERO)
                .bytes(signatures)
                .call(EXEC);
    }

    /** A new Safe's first call. */
    public static byte[] setup(List<Address> owners, int threshold, Address fallbackHandler) {
        return new AbiWriter()
                .addresses(owners)
                .uint(256, threshold)
                .address(Address.ZERO)
                .bytes(new byte[0])
                .address(fallbackHandler)
                .address(Address.ZERO)
                .uint(256, 0)
                .address(Address.ZERO)
                .call(SETUP);
    }

    /** Called on the proxy factory; the new Safe's address is in the returned word and in the receipt's logs. */
    public static byte[] createProxy(Address singleton, byte[] setup, BigInteger salt) {
        return new AbiWriter().address(singleton).bytes(setup).uint(256, salt).call(CREATE_PROXY);
    }

    public static Address proxyOf(byte[] returned) {
        return new AbiReader(returned).address(0);
    }
}
