package com.protocolbanks.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.evm.signature.PersonalMessage;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.identity.House;
import com.protocolbanks.identity.Role;
import com.protocolbanks.identity.signin.SignIn.Result;
import com.protocolbanks.identity.siwe.SiweSite;
import com.protocolbanks.identity.siwe.SiweTexts;
import com.protocolbanks.identity.wallet.WalletSignatures;
import com.protocolbanks.redis.RedisConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignInTest {
    private static final String ORIGIN = "http://localhost:8080";

    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private House house;
    private SignIn signIn;

    @BeforeEach
    void open() {
        house = new House(postgres.web());
        signIn = signIn(redis.connection(), LocalChainFixture.url());
    }

    private SignIn signIn(RedisConnection connection, URI chainAddress) {
        var chain = new JsonRpcChainClient(
                JsonRpcChainClient.http(Duration.ofSeconds(60)), chainAddress, Duration.ofSeconds(60));
        return new SignIn(
                house.members,
                house.database,
                new SignInNonces(connection, house.secrets),
                new WalletSignatures(chain),
                new SignIn.Site(new SiweSite(URI.create(ORIGIN), House.CHAIN), house.clock));
    }

    private String message(SigningKey wallet) {
        return message(wallet, signIn.nonce().orThrow());
    }

    private String message(SigningKey wallet, String nonce) {
        return SiweTexts.plain(ORIGIN, wallet.address(), House.CHAIN.value(), nonce, house.clock.instant());
    }

    private static byte[] signed(SigningKey wallet, String message) {
        return wallet.sign(PersonalMessage.digest(message)).bytes();
    }

    private Result come(SigningKey wallet) {
        var message = message(wallet);
        return signIn.siwe(message, signed(wallet, message), Optional.empty());
    }

    private static Refusal refusal(Result result) {
        return ((Result.Refused) result).refusal();
    }

    @Test
    void theHolderOfAMembersWalletComesInAndHasProvedIt() {
        var wallet = house.wallet();
        var created = house.founded("Example Ltd", wallet.address());
        var orgId = created.organization().id();
        assertThat(created.owner().hasVerified(wallet.address())).isFalse();
        var result = (Result.SignedIn) come(wallet);
        assertThat(result.wallet()).isEqualTo(wallet.address());
        assertThat(result.membership())
                .isEqualTo(new SignIn.Membership(
                        orgId, "Example Ltd", created.owner().id()));
        assertThat(result.all()).containsExactly(result.membership());
        assertThat(house.members.find(orgId, created.owner().id()).orElseThrow().hasVerified(wallet.address()))
                .isTrue();
    }

    @Test
    void aMessageCountsOnce() {
        var wallet = house.wallet();
        house.founded("Example Ltd", wallet.address());
        var message = message(wallet);
        var signature = signed(wallet, message);
        assertThat(signIn.siwe(message, signature, Optional.empty())).isInstanceOf(Result.SignedIn.class);
        assertThat(refusal(signIn.siwe(message, signature, Optional.empty()))).isEqualTo(Refusal.UNKNOWN_NONCE);
    }

    @Test
    void ofTwentyAtOnceOneComesIn() throws Exception {
        var wallet = house.wallet();
        house.founded("Example Ltd", wallet.address());
        var message = message(wallet);
        var signature = signed(wallet, message);
        Callable<Result> come = () -> signIn.siwe(message, signature, Optional.empty());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = threads.invokeAll(Collections.nCopies(20, come));
            assertThat(results.stream().filter(result -> result.resultNow() instanceof Result.SignedIn))
                    .hasSize(1);
        }
    }

    @Test
    void aNonceOfOurOwnMakingDoesNotCount() {
        var wallet = house.wallet();
        house.founded("Example Ltd", wallet.address());
        var message = message(wallet, "inventedNonce1");
        assertThat(refusal(signIn.siwe(message, signed(wallet, message), Optional.empty())))
                .isEqualTo(Refusal.UNKNOWN_NONCE);
    }

    @Test
    void anothersSignatureIsNoSignatureAndCostsTheNonce() {
        var wallet = house.wallet();
        house.founded("Example Ltd", wallet.address());
        var message = message(wallet);
        assertThat(refusal(signIn.siwe(message, signed(house.wallet(), message), Optional.empty())))
                .isEqualTo(Refusal.WRONG_SIGNATURE);
        assertThat(refusal(signIn.siwe(message, signed(wallet, message), Optional.empty())))
                .isEqualTo(Refusal.UNKNOWN_NONCE);
    }

    @Test
    void aSignatureOfAnotherTextOrFormIsRefused() {
        var wallet = house.wallet();
        house.founded("Example Ltd", wallet.address());
        var other = message(wallet);
        for (var signature : new byte[][] {
            signed(wallet, other), new byte[0], new byte[64], new byte[65], new byte[100], new byte[10_000]
        }) {
            assertThat(refusal(signIn.siwe(message(wallet), signature, Optional.empty())))
                    .isEqualTo(Refusal.WRONG_SIGNATURE);
        }
    }

    @Test
    void aRefusedMessageKeepsItsNonce() {
        var wallet = house.wallet();
        house.founded("Example Ltd", wallet.address());
        var nonce = signIn.nonce().orThrow();
        var elsewhere = message(wallet, nonce).replace("localhost:8080 wants", "localhost:9090 wants");
        assertThat(refusal(signIn.siwe(elsewhere, signed(wallet, elsewhere), Optional.empty())))
                .isEqualTo(Refusal.WRONG_DOMAIN);
        assertThat(refusal(signIn.siwe("hello", new byte[65], Optional.empty())))
                .isEqualTo(Refusal.MALFORMED);
        var here = message(wallet, nonce);
        assertThat(signIn.siwe(here, signed(wallet, here), Optional.empty())).isInstanceOf(Result.SignedIn.class);
    }

    @Test
    void aStrangersWalletBelongsToNobody() {
        assertThat(refusal(come(house.wallet()))).isEqualTo(Refusal.NOT_A_MEMBER);
    }

    @Test
    void aDeactivatedMemberAndARemovedWalletStayOut() {
        var wallet = house.wallet();
        var orgId = house.founded().organization().id();
        var member = house.member(orgId, "Ada", Set.of(Role.APPROVER), wallet.address());
        assertThat(come(wallet)).isInstanceOf(Result.SignedIn.class);
        house.members.removeWallet(orgId, member.id(), wallet.address());
        assertThat(refusal(come(wallet))).isEqualTo(Refusal.NOT_A_MEMBER);
        house.members.addWallet(orgId, member.id(), wallet.address());
        assertThat(come(wallet)).isInstanceOf(Result.SignedIn.class);
        house.members.deactivate(orgId, member.id());
        assertThat(refusal(come(wallet))).isEqualTo(Refusal.NOT_A_MEMBER);
    }

    @Test
    void aWalletOfSeveralOrganizationsChooses() {
        var wallet = house.wallet();
        var beta = house.founded("Beta", wallet.address()).organization().id();
        var alpha = house.founded("Alpha", wallet.address()).organization().id();
        var first = (Result.SignedIn) come(wallet);
        assertThat(first.membership().orgId()).isEqualTo(alpha);
        assertThat(first.all()).extracting(SignIn.Membership::orgName).containsExactly("Alpha", "Beta");
        var message = message(wallet);
        var second = (Result.SignedIn) signIn.siwe(message, signed(wallet, message), Optional.of(beta));
        assertThat(second.membership().orgId()).isEqualTo(beta);
        var third = message(wallet);
        assertThat(refusal(signIn.siwe(third, signed(wallet, third), Optional.of(UUID.randomUUID()))))
                .isEqualTo(Refusal.NOT_A_MEMBER);
    }

    @Test
    void withoutRedisOrTheChainNobodyIsLetIn() {
        var wallet = house.wallet();
        house.founded("Example Ltd", wallet.address());
        var message = message(wallet);
        try (var nowhere = RedisConnection.open("redis://127.0.0.1:1")) {
            var away = signIn(nowhere, LocalChainFixture.url());
            assertThat(refusal(away.siwe(message, signed(wallet, message), Optional.empty())))
                    .isEqualTo(Refusal.UNAVAILABLE);
        }
        var cutOff = signIn(redis.connection(), URI.create("http://127.0.0.1:1"));
        assertThat(refusal(cutOff.siwe(message, signed(house.wallet(), message), Optional.empty())))
                .isEqualTo(Refusal.UNAVAILABLE);
        var again = message(wallet);
        assertThat(cutOff.siwe(again, signed(wallet, again), Optional.empty()))
                .as("an account with a key needs no chain")
                .isInstanceOf(Result.SignedIn.class);
    }
}
