package com.protocolbanks.pb.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalContracts;
import com.protocolbanks.embedded.LocalPostgres;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.keys.Keystore;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.identity.Members;
import com.protocolbanks.pb.CommandLineFixture;
import com.protocolbanks.pb.CommandLineFixture.Ran;
import com.protocolbanks.web.WebApp;
import com.protocolbanks.web.WebConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two owners of a Safe approve a payroll from the command line, against the running pages. */
class ApproveBatchTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private static final LocalContracts CONTRACTS = LocalContracts.deploy(LocalChainFixture.url());
    private static final String PASSWORD = "correct horse";

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();
    private final SigningKey first = SigningKey.generate(random);
    private final SigningKey second = SigningKey.generate(random);
    private final Map<String, String> environment = new HashMap<>();
    private WebApp web;
    private CommandLineFixture pb;
    private String orgId;

    @BeforeEach
    void open() throws IOException {
        var contracts = Files.writeString(
                folder.resolve("contracts.json"),
                "{\"chainId\": 31337, \"multiSend\": \"" + CONTRACTS.multiSend() + "\", \"operator\": \""
                        + DevAccount.ALL.getFirst() + "\"}");
        var master = Files.writeString(folder.resolve("master.key"), "0123456789abcdef".repeat(4));
        web = WebApp.start(new WebConfig(
                new WebConfig.Stores(postgres.url(LocalPostgres.Role.WEB), redis.url(), master),
                new WebConfig.Chain(LocalChainFixture.url(), contracts),
                URI.create("http://localhost"),
                0,
                WebConfig.Additions.NONE));
        environment.put("DATABASE_URL", postgres.url(LocalPostgres.Role.WEB).jdbc() + "?user=pb_web");
        environment.put("ZETACHAIN_RPC_URL", LocalChainFixture.url().toString());
        environment.put("PB_CONTRACTS", contracts.toString());
        environment.put("PB_PUBLIC_URL", origin().toString());
        pb = new CommandLineFixture(environment);
        orgId = founded();
    }

    @AfterEach
    void close() {
        web.close();
    }

    private URI origin() {
        return URI.create("http://localhost:" + web.port());
    }

    private String founded() {
        var safe = CONTRACTS.wallet(List.of(first.address(), second.address()), 2, random.nextInt(1 << 30));
        var id = pb.run(
                        "org",
                        "create",
                        "--json",
                        "--name",
                        "Example Ltd",
                        "--wallet",
                        safe.toString(),
                        "--owner",
                        first.address().toString())
                .json()
                .path("orgId")
                .asString();
        pb.run(
                "org",
                "token",
                "--org",
                id,
                "--symbol",
                "USDC",
                "--address",
                CONTRACTS.token(DevelopmentToken.USDC).toString());
        return id;
    }

    private String member(String name, String roles, Address wallet) {
        var added = pb.run(
                "member",
                "add",
                "--json",
                "--org",
                orgId,
                "--name",
                name,
                "--role",
                roles,
                "--wallet",
                wallet.toString());
        return added.json().path("memberId").asString();
    }

    private String key(String memberId) {
        return pb.run(
                        "key",
                        "create",
                        "--org",
                        orgId,
                        "--member",
                        memberId,
                        "--name",
                        "test",
                        "--scope",
                        "PAYOUTS_READ,PAYOUTS_WRITE,PAYOUTS_APPROVE")
                .out()
                .strip();
    }

    private void proven(String memberId, SigningKey wallet) {
        new Members(postgres.web(), Clock.systemUTC(), UUID::randomUUID)
                .noteProof(UUID.fromString(orgId), UUID.fromString(memberId), wallet.address());
    }

    private String submitted(String amount) throws Exception {
        var preparer = key(member("Pia", "PREPARER", SigningKey.generate(random).address()));
        var body = """
                {"tokenSymbol": "USDC", "items": [
                  {"name": "Ann", "walletAddress": "%s", "amount": "%s", "split": {"USDC": 80, "FIAT": 20},
                   "accountName": "Ann Lee", "account": "DE89370400440532013000", "bankCode": "COBADEFFXXX"},
                  {"name": "Bob", "walletAddress": "%s", "amount": "2.5"}]}
                """.formatted(
                        SigningKey.generate(random).address(),
                        amount,
                        SigningKey.generate(random).address());
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(
                    HttpRequest.newBuilder(origin().resolve("/api/v1/payout-batches"))
                            .header("Authorization", "Bearer " + preparer)
                            .header("Idempotency-Key", UUID.randomUUID().toString())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            JsonNode answer = JsonMapper.shared().readTree(response.body());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
            return answer.path("id").asString();
        }
    }

    private Ran approve(String apiKey, String batch, SigningKey wallet, String... more) throws IOException {
        var keystore = folder.resolve(wallet.address() + ".json");
        if (Files.notExists(keystore)) {
            Keystore.create(keystore, wallet, PASSWORD, random);
        }
        var password = Files.writeString(folder.resolve("password"), PASSWORD);
        var settings = new HashMap<>(environment);
        settings.put("PB_API_KEY", apiKey);
        var arguments = new ArrayList<>(List.of(
                "batch",
                "approve",
                batch,
                "--url",
                origin().toString(),
                "--keystore",
                keystore.toString(),
                "--password-file",
                password.toString()));
        arguments.addAll(List.of(more));
        return new CommandLineFixture(settings).run(arguments.toArray(String[]::new));
    }

    private static String code(Ran ran) {
        var found = Pattern.compile("--confirm (\\w{4}-\\w{4})").matcher(ran.err());
        assertThat(found.find()).as(ran.err()).isTrue();
        return found.group(1);
    }

    private String owner() {
        var listed = pb.run("member", "list", "--json", "--org", orgId).json().path("members");
        for (var member : listed) {
            if (member.path("name").asString().equals("Owner")) {
                return member.path("memberId").asString();
            }
        }
        throw new AssertionError("no owner among " + listed);
    }

    @Test
    void twoOwnersSignWhatTheyHaveCounted() throws Exception {
        var batch = submitted("100");
        var olivia = owner();
        var ada = member("Ada", "APPROVER", second.address());
        proven(olivia, first);
        proven(ada, second);

        var shown = approve(key(olivia), batch, first);
        assertThat(shown.exit()).isEqualTo(1);
        assertThat(shown.out()).isEmpty();
        assertThat(shown.err())
                .contains("82.500000 USDC to 2 payees")
                .contains("20.00 USD to 1 payees")
                .contains("no earlier payroll");
        var code = code(shown);
        var one = approve(key(olivia), batch, first, "--confirm", code, "--json");
        assertThat(one.exit()).as(one.err()).isZero();
        assertThat(one.json().path("approvals")).hasSize(2).allSatisfy(approval -> {
            assertThat(approval.path("collected").asInt()).isEqualTo(1);
            assertThat(approval.path("batchComplete").asBoolean()).isFalse();
        });

        var two = approve(key(ada), batch, second, "--confirm", code);
        assertThat(two.exit()).as(two.err()).isZero();
        assertThat(two.out()).contains("2 of 2 signatures; the batch is approved");
        var late = approve(key(ada), batch, second, "--confirm", code);
        assertThat(late.exit()).isEqualTo(1);
        assertThat(late.err()).contains("Nothing of this batch waits for a signature");
    }

    @Test
    void whoMayNotApproveIsToldSo() throws Exception {
        var batch = submitted("5");
        var wrongCode = approve(key(owner()), batch, first, "--confirm", "0000-0000");
        assertThat(wrongCode.exit()).isEqualTo(1);
        var code = code(wrongCode);
        var unproven = approve(key(owner()), batch, first, "--confirm", code);
        assertThat(unproven.exit()).isEqualTo(1);
        assertThat(unproven.err()).contains("The server answered 403");
        assertThat(approve("pbk_00000000_" + "0".repeat(43), batch, first).err())
                .contains("401");
        assertThat(approve(key(owner()), UUID.randomUUID().toString(), first).err())
                .contains("404");
        assertThat(approve("", batch, first).exit()).isEqualTo(3);
    }

    @Test
    void anotherDeploymentIsNotSignedFor() throws Exception {
        var batch = submitted("5");
        Files.writeString(
                folder.resolve("contracts.json"),
                "{\"chainId\": 31337, \"multiSend\": \"" + first.address() + "\", \"operator\": \""
                        + DevAccount.ALL.getFirst() + "\"}");
        var refused = approve(key(owner()), batch, first);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("NOT SIGNED").contains("PB_CONTRACTS does not");
    }
}
