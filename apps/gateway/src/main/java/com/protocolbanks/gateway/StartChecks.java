package com.protocolbanks.gateway;

import com.protocolbanks.billing.BillingDeployment;
import com.protocolbanks.billing.gateways.Gateways;
import com.protocolbanks.billing.gateways.Gateways.Registration;
import com.protocolbanks.billing.keys.BillingToken;
import com.protocolbanks.database.Database;
import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.database.Readiness;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.keys.Keystore;
import com.protocolbanks.evm.keys.KeystoreRefused;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.ChainUnavailable;
import com.protocolbanks.gateway.upstream.Upstreams;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Looks at the surroundings before anything is promised; each refusal says what is wrong and what to do. */
final class StartChecks {
    private static final int SECRET_BYTES = 32;

    private StartChecks() {}

    /** The database answers, has the product's tables, and logs the gateway in as who it should be. */
    static Database database(DatabaseUrl url, int connections) {
        Database database;
        try {
            database = Database.open(url, connections);
        } catch (RuntimeException e) {
            throw new StartRefused(
                    "The database " + url + " does not answer (" + firstLine(e) + "); check DATABASE_URL.");
        }
        var problem = Readiness.problemForGateway(database);
        if (problem.isPresent()) {
            database.close();
            throw new StartRefused(problem.get());
        }
        return database;
    }

    static BillingDeployment deployment(Path file) {
        Optional<BillingDeployment> found;
        try {
            found = BillingDeployment.of(JsonMapper.shared().readTree(file.toFile()));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new StartRefused("The contracts file " + file + " cannot be read: " + firstLine(e) + ".");
        }
        if (found.isEmpty() || found.get().tokens().isEmpty()) {
            throw new StartRefused("The contracts file " + file
                    + " names no batchSettlement and billingTokens; without them nothing can be paid for.");
        }
        if (found.get().tokens().stream().map(BillingToken::decimals).distinct().count() > 1) {
            throw new StartRefused("The contracts file " + file
                    + " names billingTokens of different decimals; a session's prices would not be the same in each.");
        }
        return found.get();
    }

    /** The endpoint answers, is of the right chain, and has the settlement contract. */
    static void chain(ChainClient chain, BillingDeployment deployment) {
        try {
            var found = chain.chainId();
            if (!found.equals(deployment.domain().chainId())) {
                throw new StartRefused("The chain endpoint belongs to chain " + found + ", but the contracts file to "
                        + deployment.domain().chainId() + "; correct ZETACHAIN_RPC_URL or PB_CONTRACTS.");
            }
            if (chain.code(deployment.domain().contract()).length == 0) {
                throw new StartRefused(
                        "There is no contract at " + deployment.domain().contract() + " on chain " + found
                                + "; deploy the settlement contract first or correct PB_CONTRACTS.");
            }
        } catch (ChainUnavailable e) {
            throw new StartRefused(
                    "The chain endpoint does not answer (" + e.getMessage() + "); check ZETACHAIN_RPC_URL.");
        }
    }

    /** The gateway is known by the log it has, or by none that is still needed. */
    static void register(Gateways gateways, GatewayConfig.Self self, String logName, Address receiptSigner) {
        switch (gateways.register(self.id(), logName, receiptSigner)) {
            case Registration.Registered() -> {}
            case Registration.OtherLog() ->
                throw new StartRefused("PB_LOG_DIR names " + self.logFolder() + ", which is not the log that gateway "
                        + self.id() + " has written so far; start it with that one, or if it is lost give it up with"
                        + " pb gateway accept " + self.id() + ".");
            case Registration.GivenUp(var by, var at) ->
                throw new StartRefused("PB_LOG_DIR names " + self.logFolder() + ", a log that " + by + " gave up on "
                        + at + ": others may have been charged in its receipts' places since; keep it aside, and start"
                        + " with an empty folder.");
        }
    }

    static SigningKey receiptKey(GatewayConfig.Self self) {
        try {
            return Keystore.open(
                    self.receiptKey(), Files.readString(self.receiptPassword()).strip());
        } catch (KeystoreRefused e) {
            throw new StartRefused(
                    "The receipts' key file " + self.receiptKey() + " cannot be opened: " + e.getMessage());
        } catch (IOException e) {
            throw new StartRefused("The receipts' key file or its password file cannot be read: " + e.getMessage());
        }
    }

    static byte[] sessionSecret(Path file) {
        try {
            byte[] secret = HexFormat.of().parseHex(Files.readString(file).strip());
            if (secret.length >= SECRET_BYTES) {
                return secret;
            }
        } catch (IOException | IllegalArgumentException _) {
            // refused below: what the file holds is not repeated
        }
        throw new StartRefused("PB_SESSION_SECRET_FILE names " + file + ", which does not hold 64 or more hex digits.");
    }

    static Upstreams upstreams(Path file) {
        try {
            return Upstreams.read(file);
        } catch (IllegalArgumentException e) {
            throw new StartRefused("PB_UPSTREAMS names " + file + ", which cannot be used: " + firstLine(e) + ".");
        }
    }

    static @Nullable SslContext tls(Optional<GatewayConfig.Tls> tls) {
        if (tls.isEmpty()) {
            return null;
        }
        try {
            return SslContextBuilder.forServer(
                            tls.get().certificate().toFile(), tls.get().key().toFile())
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new StartRefused(
                    "PB_TLS_CERTIFICATE and PB_TLS_KEY are no certificate and its key: " + firstLine(e) + ".");
        }
    }

    private static String firstLine(Throwable fault) {
        var root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }
}
