package com.protocolbanks.pb.standalone;

import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalContracts;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.keys.Keystore;
import com.protocolbanks.evm.keys.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The files that production is given by its operator, made once in the data folder: keys, password, addresses. */
final class LocalFiles {
    private static final JsonMapper JSON = JsonMapper.shared();
    /** A day, in seconds. */
    static final int WITHDRAW_DELAY = 86_400;

    private static final int KEY_BYTES = 32;

    private final Path folder;
    private final SecureRandom random;

    LocalFiles(Path folder, SecureRandom random) {
        this.folder = folder;
        this.random = random;
    }

    /** The key that wraps the organizations' data keys: 64 hex digits. */
    Path masterKey() {
        return secret("master.key", hex());
    }

    Path keystorePassword() {
        return secret("operator.password", hex());
    }

    /** The operator's key file; the key itself is the given one. */
    Path keystore(SigningKey operator) {
        return keystore("operator.json", operator);
    }

    /** The key file of the account that signs receipts, made the first time. */
    Path receiptKeystore() {
        return keystore("receipts.json", SigningKey.generate(random));
    }

    private Path keystore(String name, SigningKey key) {
        var file = folder.resolve(name);
        try {
            if (Files.notExists(file)) {
                Keystore.create(file, key, Files.readString(keystorePassword()), random);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The secret that all gateways share: 64 hex digits. */
    Path sessionSecret() {
        return secret("sessions.secret", hex());
    }

    /** The usage log's folder of a gateway. */
    Path usageLog(String gateway) {
        return folder.resolve("usage").resolve(gateway);
    }

    /** Which route leads where: all to one provider on this machine. */
    Path upstreams(URI provider, Collection<String> routes) {
        var file = folder.resolve("upstreams.json");
        var json = routes.stream()
                .collect(Collectors.toMap(route -> route, _ -> Map.of("url", provider.toString(), "private", true)));
        try {
            Files.writeString(file, JSON.writeValueAsString(json));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The deployment's addresses, as all apps read them. */
    Path contracts(LocalContracts deployed, Address operator, Duration approvals) {
        var file = folder.resolve("contracts.json");
        var billing = deployed.billing();
        var usdc = DevelopmentToken.USDC;
        var text = JSON.writeValueAsString(Map.of(
                "chainId", LocalChain.CHAIN_ID,
                "multiSend", deployed.multiSend().toString(),
                "operator", operator.toString(),
                "approvalSeconds", approvals.toSeconds(),
                "withdrawDelay", WITHDRAW_DELAY,
                "batchSettlement", billing.settlement().toString(),
                "collectors",
                        Map.of(
                                "erc3009", billing.erc3009Collector().toString(),
                                "permit2", billing.permit2Collector().toString(),
                                "allowance", billing.allowanceCollector().toString()),
                "billingTokens",
                        List.of(Map.of(
                                "symbol", usdc.name(),
                                "address", deployed.token(usdc).toString(),
                                "decimals", usdc.decimals(),
                                "name", "USDC",
                                "version", "2"))));
        try {
            Files.writeString(file, text);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path secret(String name, String text) {
        var file = folder.resolve(name);
        try {
            if (Files.notExists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(file, text.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.TRUNCATE_EXISTING);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String hex() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return HexFormat.of().formatHex(key);
    }
}
