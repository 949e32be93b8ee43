package com.protocolbanks.pb.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalContracts;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.identity.ApiKeys;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.identity.secret.Secrets;
import com.protocolbanks.identity.signin.SignInLinks;
import com.protocolbanks.pb.CommandLineFixture;
import com.protocolbanks.pb.CommandLineFixture.Ran;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The administrator's commands, on real servers. */
class AdministrationTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @TempDir
    Path folder;

    private static final LocalContracts CONTRACTS = LocalContracts.deploy(LocalChainFixture.url());
    private final SecureRandom random = new SecureRandom();
    private CommandLineFixture pb;
    private Map<String, String> environment;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(
                folder.resolve("contracts.json"),
                "{\"chainId\": 31337, \"multiSend\": \"" + CONTRACTS.multiSend() + "\", \"operator\": \""
                        + DevAccount.ALL.getFirst() + "\"}");
        environment = Map.of(
                "DATABASE_URL",
                postgres.url(Role.WEB).jdbc() + "?user=pb_web",
                "ZETACHAIN_RPC_URL",
                LocalChainFixture.url().toString(),
                "PB_CONTRACTS",
                folder.resolve("contracts.json").toString(),
                "PB_PUBLIC_URL",
                "https://pay.example.com");
        pb = new CommandLineFixture(environment);
    }

    private Address wallet() {
        return SigningKey.generate(random).address();
    }

    private Ran founded(Address wallet, Address owner) {
        return pb.run(
                "org",
                "create",
                "--json",
                "--name",
                "Example Ltd",
                "--wallet",
                wallet.toString(),
                "--owner",
                owner.toString());
    }

    private String org() {
        return founded(wallet(), wallet()).json().path("orgId").asString();
    }

    @Test
    void anOrganizationIsFoundedOnceForAWallet() {
        var wallet = wallet();
        var first = founded(wallet, wallet());
        assertThat(first.exit()).isZero();
        assertThat(first.json().path("chainId").asLong()).isEqualTo(31_337);
        assertThat(first.err())
                .contains("pb org check " + first.json().path("orgId").asString());
        var again = founded(wallet, wallet());
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.out()).isEmpty();
        assertThat(again.err()).contains(wallet.toString());
    }

    @Test
    void membersAreAddedAndListed() {
        var orgId = org();
        var wallet = wallet();
        var added = pb.run(
                "member",
                "add",
                "--json",
                "--org",
                orgId,
                "--name",
                "小王",
                "--role",
                "preparer,viewer",
                "--wallet",
                wallet.toString());
        assertThat(added.exit()).isZero();
        var memberId = added.json().path("memberId").asString();
        var listed = pb.run("member", "list", "--org", orgId);
        assertThat(listed.out())
                .contains(memberId)
                .contains("小王")
                .contains("PREPARER,VIEWER")
                .contains(wallet + " (not yet proven)");
        var again =
                pb.run("member", "add", "--org", orgId, "--name", "B", "--role", "VIEWER", "--wallet", wallet.lower());
        assertThat(again.exit()).isEqualTo(1);
        assertThat(pb.run("member", "list", "--org", UUID.randomUUID().toString())
                        .exit())
                .isEqualTo(1);
    }

    @Test
    void aLinkLetsTheMemberIn() {
        var created = founded(wallet(), wallet()).json();
        var orgId = created.path("orgId").asString();
        var memberId = created.path("memberId").asString();
        var link = pb.run("member", "link", "--org", orgId, memberId);
        assertThat(link.exit()).isZero();
        assertThat(link.out().strip()).matches("https://pay\\.example\\.com/sign-in/link#[0-9A-Za-z]{43}");
        var token = link.out().strip().substring(link.out().indexOf('#') + 1);
        var clock = Clock.systemUTC();
        var links = new SignInLinks(
                new Members(postgres.web(), clock, UUID::randomUUID), postgres.web(), new Secrets(random), clock);
        assertThat(links.follow(token))
                .isEqualTo(new SignInLinks.Result.SignedIn(UUID.fromString(orgId), UUID.fromString(memberId)));
        assertThat(pb.run("member", "link", "--org", orgId, UUID.randomUUID().toString())
                        .exit())
                .isEqualTo(1);
        assertThat(pb.run("member", "link", "--org", orgId, memberId, "--minutes", "0")
                        .exit())
                .isEqualTo(1);
    }

    @Test
    void aKeyWorksUntilItIsRevoked() {
        var created = founded(wallet(), wallet()).json();
        var orgId = created.path("orgId").asString();
        var made = pb.run(
                "key",
                "create",
                "--json",
                "--org",
                orgId,
                "--member",
                created.path("memberId").asString(),
                "--name",
                "reader",
                "--scope",
                "PAYOUTS_READ,EMPLOYEES_READ",
                "--days",
                "30");
        assertThat(made.exit()).isZero();
        var keys = new ApiKeys(postgres.web(), new Secrets(random), Clock.systemUTC());
        var text = made.json().path("key").asString();
        assertThat(keys.authenticate(text).orElseThrow().may(Permission.EMPLOYEES_READ))
                .isTrue();
        var listed = pb.run("key", "list", "--org", orgId);
        assertThat(listed.out()).contains("reader").doesNotContain(text.substring(13));
        var keyId = made.json().path("keyId").asString();
        assertThat(pb.run("key", "revoke", "--org", orgId, keyId).exit()).isZero();
        assertThat(keys.authenticate(text)).isEmpty();
        assertThat(pb.run("key", "revoke", "--org", orgId, keyId).exit()).isEqualTo(1);
    }

    @Test
    void aCheckNamesWhatIsMissingWithItsRemedy() {
        var owner = wallet();
        var bare = founded(wallet(), owner).json().path("orgId").asString();
        var checked = pb.run("org", "check", bare);
        assertThat(checked.exit()).isEqualTo(1);
        assertThat(checked.out())
                .contains("NOTICE   WALLET")
                .contains("MISSING  APPROVERS")
                .contains("MISSING  PREPARER")
                .contains("-> ");
        var safe = CONTRACTS.wallet(List.of(owner, wallet()), 1, 0);
        var real = founded(safe, owner).json().path("orgId").asString();
        var findings = pb.run("org", "check", "--json", real).json();
        assertThat(findings.path("ready").asBoolean()).isFalse();
        assertThat(verdict(findings, "MODULE")).isEqualTo("READY");
        assertThat(verdict(findings, "WALLET")).isEqualTo("READY");
        assertThat(verdict(findings, "OPERATOR_GAS")).isEqualTo("READY");
        assertThat(verdict(findings, "APPROVERS")).isEqualTo("MISSING");
        assertThat(verdict(findings, "FUNDS")).isEqualTo("MISSING");
        assertThat(pb.run("org", "check", UUID.randomUUID().toString()).exit()).isEqualTo(1);
    }

    @Test
    void anOrganizationThatCanPayIsReady() {
        var owner = SigningKey.generate(random);
        var safe = CONTRACTS.wallet(List.of(owner.address(), wallet()), 1, 1);
        var created = founded(safe, owner.address()).json();
        var orgId = created.path("orgId").asString();
        pb.run("member", "add", "--org", orgId, "--name", "Pia", "--role", "PREPARER");
        var members = new Members(postgres.web(), Clock.systemUTC(), UUID::randomUUID);
        members.noteProof(
                UUID.fromString(orgId), UUID.fromString(created.path("memberId").asString()), owner.address());
        var usdc = CONTRACTS.token(DevelopmentToken.USDC);
        var enabled =
                pb.run("org", "token", "--json", "--org", orgId, "--symbol", "USDC", "--address", usdc.toString());
        assertThat(enabled.json().path("decimals").asInt()).isEqualTo(6);
        assertThat(pb.run("org", "check", orgId).out())
                .contains("MISSING  FUNDS")
                .contains("send USDC to " + safe);
        CONTRACTS.mint(DevelopmentToken.USDC, safe, BigInteger.valueOf(12_500_000));
        var ready = pb.run("org", "check", orgId);
        assertThat(ready.out()).contains("READY    FUNDS         12.5 USDC").doesNotContain("MISSING");
        assertThat(ready.exit()).isZero();
        assertThat(pb.run("org", "token", "--org", orgId, "--symbol", "X", "--address", safe.toString())
                        .exit())
                .isEqualTo(1);
    }

    private static String verdict(JsonNode findings, String check) {
        for (var finding : findings.path("findings")) {
            if (finding.path("check").asString().equals(check)) {
                return finding.path("verdict").asString();
            }
        }
        return "not looked at";
    }

    @Test
    void exitCodesTellScriptsWhatHappened() {
        assertThat(pb.run().exit()).isEqualTo(2);
        assertThat(pb.run("org", "create").exit()).isEqualTo(2);
        var typo = pb.run("member", "add", "--org", org(), "--name", "A", "--role", "BOSS");
        assertThat(typo.exit()).isEqualTo(2);
        assertThat(typo.err()).contains("PREPARER");
        var wrong = pb.run("org", "create", "--name", "A", "--wallet", "0x12", "--owner", wallet().toString());
        assertThat(wrong.exit()).isEqualTo(2);
        var nowhere = new CommandLineFixture(Map.of());
        var unset = nowhere.run("member", "list", "--org", UUID.randomUUID().toString());
        assertThat(unset.exit()).isEqualTo(3);
        assertThat(unset.err().strip()).isEqualTo("DATABASE_URL is not set");
        var cutOff = new CommandLineFixture(
                Map.of("DATABASE_URL", environment.get("DATABASE_URL"), "ZETACHAIN_RPC_URL", "http://127.0.0.1:1"));
        assertThat(cutOff.run(
                                "org",
                                "create",
                                "--name",
                                "A",
                                "--wallet",
                                wallet().toString(),
                                "--owner",
                                wallet().toString())
                        .exit())
                .isEqualTo(3);
        assertThat(pb.run("--help").out()).contains("org", "member", "key");
    }
}
