package com.protocolbanks.web;

import com.protocolbanks.billing.BillingDeployment;
import com.protocolbanks.billing.gateways.Gateways;
import com.protocolbanks.billing.keys.GrantCheck;
import com.protocolbanks.billing.keys.SessionKeys;
import com.protocolbanks.billing.prices.PriceBooks;
import com.protocolbanks.billing.risk.RiskRules;
import com.protocolbanks.billing.usage.Receipts;
import com.protocolbanks.database.Database;
import com.protocolbanks.database.RisingIds;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.identity.ApiKeys;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.identity.Sessions;
import com.protocolbanks.identity.secret.Secrets;
import com.protocolbanks.identity.signin.SignIn;
import com.protocolbanks.identity.signin.SignInLinks;
import com.protocolbanks.identity.signin.SignInNonces;
import com.protocolbanks.identity.siwe.SiweSite;
import com.protocolbanks.identity.wallet.WalletOwners;
import com.protocolbanks.identity.wallet.WalletSignatures;
import com.protocolbanks.metering.keys.KeyPublisher;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Issuer;
import com.protocolbanks.payroll.Payroll;
import com.protocolbanks.payroll.PayrollTerms;
import com.protocolbanks.payroll.approval.ApprovalRequests;
import com.protocolbanks.payroll.approval.Approvals;
import com.protocolbanks.payroll.approval.ApprovedRuns;
import com.protocolbanks.payroll.approval.Cancellations;
import com.protocolbanks.payroll.approval.Retries;
import com.protocolbanks.payroll.bank.BankVault;
import com.protocolbanks.payroll.documents.DocumentStore;
import com.protocolbanks.payroll.documents.PayrollDocuments;
import com.protocolbanks.payroll.editing.EditableRows;
import com.protocolbanks.payroll.fiat.BankFiles;
import com.protocolbanks.payroll.fiat.FiatResults;
import com.protocolbanks.payroll.fiat.Pain001;
import com.protocolbanks.payroll.idempotency.Idempotency;
import com.protocolbanks.payroll.people.Employees;
import com.protocolbanks.payroll.progress.ChunkProgress;
import com.protocolbanks.payroll.progress.Reconciliations;
import com.protocolbanks.payroll.spreadsheet.GridReader;
import com.protocolbanks.payroll.spreadsheet.source.ReadingLimits;
import com.protocolbanks.payroll.tokens.Tokens;
import com.protocolbanks.redis.Doorbell;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.web.sessionkeys.Settled;
import com.protocolbanks.web.visitor.Site;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** The features' faces, wired by hand: what the controllers are given. */
final class Features implements AutoCloseable {
    private static final int CONNECTIONS = 10;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** Lines of an upload that are repaired in the browser; a longer file is repaired in the file. */
    private static final int GRID_LINES = 2_000;

    private final List<Object> faces = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    private Features() {}

    static Features open(WebConfig config) {
        var features = new Features();
        try {
            features.wire(config);
            return features;
        } catch (RuntimeException e) {
            features.close();
            throw e;
        }
    }

    /** What the features stand on. */
    private record Ground(
            Database database, RedisConnection redis, ChainClient chain, Clock clock, SecureRandom random) {}

    private void wire(WebConfig config) {
        face(new Site(
                config.publicUrl(),
                config.additions().scripts(),
                config.additions().connectSources()));
        var ground = new Ground(
                closing(face(Database.open(config.stores().databaseUrl(), CONNECTIONS))),
                closing(RedisConnection.open(config.stores().redisUrl())),
                face(new JsonRpcChainClient(
                        JsonRpcChainClient.http(CONNECT), config.chain().rpcUrl(), ANSWER)),
                face(config.additions().clock()),
                face(new SecureRandom()));
        face(closing(new Doorbell(ground.redis)));
        identity(config, ground);
        payroll(config, ground);
        billing(config, ground);
    }

    private void billing(WebConfig config, Ground ground) {
        var deployment = Deployment.read(config.chain().contracts());
        var prices = face(new PriceBooks(ground.database, ground.clock));
        var grants = new GrantCheck(
                deployment.billing().map(BillingDeployment::tokens).orElse(List.of()),
                deployment.chainId(),
                new WalletSignatures(ground.chain));
        var organizations = new Organizations(ground.database, ground.clock, UUID::randomUUID);
        var publisher = new KeyPublisher(ground.redis);
        var keys = face(new SessionKeys(
                new SessionKeys.Parts(ground.database, organizations, prices, grants, ground.clock, UUID::randomUUID),
                publisher));
        face(new RiskRules(ground.database, keys, publisher, ground.clock, UUID::randomUUID));
        face(new Receipts(ground.database));
        face(new Gateways(ground.database, ground.clock));
        face(Settled.at(deployment.billing()));
    }

    private void identity(WebConfig config, Ground ground) {
        var secrets = new Secrets(ground.random);
        var members = face(new Members(ground.database, ground.clock, UUID::randomUUID));
        var site = face(new SiweSite(config.publicUrl(), ground.chain.chainId()));
        face(new ApiKeys(ground.database, secrets, ground.clock));
        face(new Sessions(ground.database, ground.redis, secrets, ground.clock));
        face(new SignInLinks(members, ground.database, secrets, ground.clock));
        face(new WalletOwners(ground.chain));
        face(new SignIn(
                members,
                ground.database,
                new SignInNonces(ground.redis, secrets),
                new WalletSignatures(ground.chain),
                new SignIn.Site(site, ground.clock)));
    }

    private void payroll(WebConfig config, Ground ground) {
        var database = ground.database;
        var organizations = face(new Organizations(database, ground.clock, UUID::randomUUID));
        var vault = new BankVault(Deployment.masterKey(config.stores().masterKeyFile()), ground.random);
        var issuer = new Issuer(ground.clock, new RisingIds(ground.clock, ground.random));
        var deployment = Deployment.read(config.chain().contracts());
        face(new Payroll(database, organizations, vault, PayrollTerms.paidBy(deployment.multiSend()), issuer));
        face(new GridReader(ReadingLimits.DEFAULT, GRID_LINES));
        face(new Employees(database, vault, ground.clock, UUID::randomUUID));
        face(new Idempotency(ground.clock));
        face(new Batches(database));
        face(new EditableRows(database));
        face(new BatchEvents(ground.clock));
        face(new ChunkProgress(database));
        face(new Reconciliations(database));
        face(new Tokens(database));
        face(new ApprovalRequests(database, organizations, deployment.contracts(), issuer));
        face(new Approvals(
                database, organizations, new Members(database, ground.clock, UUID::randomUUID), ground.chain, issuer));
        face(new DocumentStore(organizations, database, new PayrollDocuments(), ground.clock));
        face(new Retries(database, organizations, ground.chain, issuer));
        face(new Cancellations(database, organizations, issuer));
        face(new FiatResults(database, issuer));
        var runs = new ApprovedRuns(
                database, organizations, new Members(database, ground.clock, UUID::randomUUID), ground.chain);
        face(new BankFiles(database, runs, vault, new Pain001(), issuer));
    }

    private <T> T face(T face) {
        faces.add(face);
        return face;
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.add(resource);
        return resource;
    }

    /** Hands the faces to Spring, each by its type. */
    void register(ConfigurableListableBeanFactory beans) {
        faces.forEach(face -> beans.registerSingleton(face.getClass().getName(), face));
    }

    @Override
    public void close() {
        for (var resource : open.reversed()) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException("could not close " + resource, e);
            }
        }
    }
}
