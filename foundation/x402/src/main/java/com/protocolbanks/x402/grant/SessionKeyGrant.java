package com.protocolbanks.x402.grant;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.abi.AbiWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An organization's word that a session key may spend; signed by the organization's wallet, counter-signed by the key.
 *
 * @param organization the organization's wallet
 * @param key the session key's account
 * @param limit over all channels of the key and all time, in the token's smallest unit
 * @param expiresAt seconds of Unix time; nothing new is charged from then on
 * @param routes what may be called, in the order given; empty allows nothing
 * @param nonce used once per organization
 */
public record SessionKeyGrant(
        Address organization,
        Address key,
        Address token,
        BigInteger limit,
        long expiresAt,
        List<String> routes,
        Hash32 nonce) {
    private static final Hash32 DOMAIN_TYPE = ascii("EIP712Domain(string name,string version,uint256 chainId)");
    private static final Hash32 NAME = ascii("ProtocolBanks");
    private static final Hash32 VERSION = ascii("1");
    private static final Hash32 TYPE = ascii("SessionKeyGrant(address org,address key,address token,uint128 limit,"
            + "uint64 expiresAt,bytes32 routesHash,bytes32 nonce)");

    public SessionKeyGrant {
        routes = List.copyOf(routes);
    }

    /** The hash of the routes' names, each followed by a line feed (U+000A), in UTF-8. */
    public Hash32 routesHash() {
        StringBuilder lines = new StringBuilder();
        routes.forEach(route -> lines.append(route).append('\n'));
        return Keccak.hash(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The EIP-712 digest both sign; the domain is name "ProtocolBanks", version "1", and the chain. */
    public Hash32 digest(ChainId chain) {
        byte[] domain = new AbiWriter()
                .word(DOMAIN_TYPE)
                .word(NAME)
                .word(VERSION)
                .uint(256, chain.value())
                .toBytes();
        byte[] struct = new AbiWriter()
                .word(TYPE)
                .address(organization)
                .address(key)
                .address(token)
                .uint(128, limit)
                .uint(64, expiresAt)
                .word(routesHash())
                .word(nonce)
                .toBytes();
        return Keccak.hash(Bytes.concat(
                new byte[] {0x19, 0x01},
                Keccak.hash(domain).bytes(),
                Keccak.hash(struct).bytes()));
    }

    private static Hash32 ascii(String text) {
        return Keccak.hash(text.getBytes(StandardCharsets.US_ASCII));
    }
}
