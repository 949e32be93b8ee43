package com.protocolbanks.pb.admin;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.identity.ApiKeys;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.identity.secret.Secrets;
import com.protocolbanks.identity.signin.SignInLinks;
import com.protocolbanks.identity.wallet.Readiness;
import com.protocolbanks.payouts.reconciliation.Reconciliation;
import com.protocolbanks.payroll.settlement.BookedRuns;
import com.protocolbanks.payroll.tokens.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The features an administrator works with, over the servers that the environment names. */
final class Office implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int CONNECTIONS = 2;

    private final Surroundings surroundings;
    private final Database database;
    private final Secrets secrets;

    private Office(Surroundings surroundings, Database database) {
        this.surroundings = surroundings;
        this.database = database;
        this.secrets = new Secrets(surroundings.random());
    }

    /** Connects to {@code DATABASE_URL}, which has the role of the access layer. */
    static Office open(Surroundings surroundings) {
        DatabaseUrl url;
        try {
            url = DatabaseUrl.of(surroundings.setting("DATABASE_URL"));
        } catch (IllegalArgumentException unreadable) {
            throw new Surroundings.Unusable("DATABASE_URL: " + unreadable.getMessage());
        }
        return new Office(surroundings, Database.open(url, CONNECTIONS));
    }

    Clock clock() {
        return surroundings.clock();
    }

    Organizations organizations() {
        return new Organizations(database, clock(), UUID::randomUUID);
    }

    Members members() {
        return new Members(database, clock(), UUID::randomUUID);
    }

    ApiKeys keys() {
        return new ApiKeys(database, secrets, clock());
    }

    SignInLinks links() {
        return new SignInLinks(members(), database, secrets, clock());
    }

    Reconciliation reconciliation() {
        return new Reconciliation(database, new BookedRuns(database, organizations()), chain(), clock());
    }

    /** Where people open the pages. */
    URI publicUrl() {
        return surroundings.address("PB_PUBLIC_URL");
    }

    ChainClient chain() {
        return new JsonRpcChainClient(
                JsonRpcChainClient.http(CONNECT), surroundings.address("ZETACHAIN_RPC_URL"), ANSWER);
    }

    /** The contract and the operator that the file {@code PB_CONTRACTS} names. */
    Readiness.Deployment deployment() {
        return deployment(surroundings);
    }

    static Readiness.Deployment deployment(Surroundings surroundings) {
        try {
            var file = JsonMapper.shared().readTree(Files.readString(surroundings.file("PB_CONTRACTS")));
            return new Readiness.Deployment(
                    new ChainId(file.path("chainId").asLong(0)),
                    Address.of(file.path("multiSend").asString("")),
                    Address.of(file.path("operator").asString("")));
        } catch (IOException | JacksonException | IllegalArgumentException unreadable) {
            throw new Surroundings.Unusable("PB_CONTRACTS cannot be read: " + unreadable.getMessage());
        }
    }

    /** The tokens the organization pays in. */
    List<Readiness.Holding> holdings(UUID orgId) {
        return tokens().list(orgId).stream()
                .map(token -> new Readiness.Holding(
                        token.asset().symbol(), token.address(), token.asset().decimals()))
                .toList();
    }

    Tokens tokens() {
        return new Tokens(database);
    }

    @Override
    public void close() {
        database.close();
    }
}
