package com.protocolbanks.web;

import com.protocolbanks.database.Database;
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
import com.protocolbanks.identity.wallet.WalletSignatures;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Issuer;
import com.protocolbanks.payroll.Payroll;
import com.protocolbanks.payroll.PayrollTerms;
import com.protocolbanks.payroll.bank.BankVault;
import com.protocolbanks.payroll.tokens.Tokens;
import com.protocolbanks.redis.Doorbell;
import com.protocolbanks.redis.RedisConnection;
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

    private void wire(WebConfig config) {
        var clock = Clock.systemUTC();
        var random = new SecureRandom();
        face(clock);
        face(random);
        face(new Site(
                config.publicUrl(),
                config.additions().scripts(),
                config.additions().connectSources()));
        var database = closing(Database.open(config.stores().databaseUrl(), CONNECTIONS));
        var redis = closing(RedisConnection.open(config.stores().redisUrl()));
        face(closing(new Doorbell(redis)));
        face(database);
        var organizations = identity(config, database, redis, clock, random);
        payroll(config, database, organizations, clock, random);
    }

    private Organizations identity(
            WebConfig config, Database database, RedisConnection redis, Clock clock, SecureRandom random) {
        var chain = new JsonRpcChainClient(
                JsonRpcChainClient.http(Duration.ofSeconds(5)), config.chain().rpcUrl(), Duration.ofSeconds(10));
        var secrets = new Secrets(random);
        var members = face(new Members(database, clock, UUID::randomUUID));
        var site = face(new SiweSite(config.publicUrl(), chain.chainId()));
        var organizations = face(new Organizations(database, clock, UUID::randomUUID));
        face(new ApiKeys(database, secrets, clock));
        face(new Sessions(database, redis, secrets, clock));
        face(new SignInLinks(members, database, secrets, clock));
        face(new SignIn(
                members,
                database,
                new SignInNonces(redis, secrets),
                new WalletSignatures(chain),
                new SignIn.Site(site, clock)));
        return organizations;
    }

    private void payroll(
            WebConfig config, Database database, Organizations organizations, Clock clock, SecureRandom random) {
        var vault = new BankVault(Deployment.masterKey(config.stores().masterKeyFile()), random);
        var issuer = new Issuer(clock, UUID::randomUUID);
        var deployment = Deployment.read(config.chain().contracts());
        face(new Payroll(database, organizations, vault, PayrollTerms.paidBy(deployment.multiSend()), issuer));
        face(new Batches(database));
        face(new BatchEvents(clock));
        face(new Tokens(database));
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
