package com.protocolbanks.web;

import com.protocolbanks.billing.BillingDeployment;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.payroll.approval.PayoutContracts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is deployed on the chain, as the operator's file says: {@code {"chainId", "multiSend", "operator"}}, and where an
 * operator wants it otherwise {@code "chunkSize"} and {@code "approvalSeconds"}.
 *
 * @param operator the account that sends the transactions and pays their gas
 * @param chunkSize payments in one transaction, 1 to 200
 * @param validity how long a signed approval can pay, counted from when it was asked for
 * @param billing what of billing is deployed; empty without a settlement contract
 */
record Deployment(
        ChainId chainId,
        Address multiSend,
        Address operator,
        int chunkSize,
        Duration validity,
        Optional<BillingDeployment> billing) {
    private static final int KEY_LENGTH = 32;

    /** 200 payments of the costliest known token stay under the 10 million gas of a ZetaChain transaction. */
    private static final int CHUNK_SIZE = 200;

    private static final Duration VALIDITY = Duration.ofDays(7);

    Deployment {
        if (chunkSize < 1 || chunkSize > CHUNK_SIZE) {
            throw new IllegalArgumentException("\"chunkSize\" is 1 to " + CHUNK_SIZE);
        }
        if (validity.isNegative() || validity.isZero()) {
            throw new IllegalArgumentException("\"approvalSeconds\" is above 0");
        }
    }

    /** @throws IllegalArgumentException when the file says something else */
    static Deployment read(Path file) {
        var json = JsonMapper.shared().readTree(text(file));
        return new Deployment(
                new ChainId(json.path("chainId").asLong()),
                Address.of(json.path("multiSend").asString()),
                Address.of(json.path("operator").asString()),
                json.path("chunkSize").asInt(CHUNK_SIZE),
                Duration.ofSeconds(json.path("approvalSeconds").asLong(VALIDITY.toSeconds())),
                BillingDeployment.of(json));
    }

    /** By what and how payments are made here. */
    PayoutContracts contracts() {
        return new PayoutContracts(chainId, multiSend, operator, chunkSize, validity);
    }

    /**
     * The key that wraps each organization's data key: 64 hex digits in a file.
     *
     * @throws IllegalArgumentException when the file holds something else; the message does not repeat it
     */
    static byte[] masterKey(Path file) {
        String digits = text(file).strip();
        if (!digits.matches("[0-9a-fA-F]{" + 2 * KEY_LENGTH + "}")) {
            throw new IllegalArgumentException("the master key file must hold 64 hex digits: " + file);
        }
        return Bytes.parse("0x" + digits);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
