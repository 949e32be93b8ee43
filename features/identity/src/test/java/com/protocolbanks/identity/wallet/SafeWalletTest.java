package com.protocolbanks.identity.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalContracts;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.evm.signature.PersonalMessage;
import com.protocolbanks.evm.signature.SafeMessage;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.identity.wallet.WalletOwners.Ownership;
import com.protocolbanks.identity.wallet.WalletSignatures.Verdict;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Real Safes 1.4.1 on a real chain: their owners, and their word for a signature. */
class SafeWalletTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String TEXT = "Sign me in";
    private static final LocalContracts CONTRACTS = LocalContracts.deploy(LocalChainFixture.url());
    private static final ChainClient CHAIN = client(LocalChainFixture.url());

    private final SigningKey first = SigningKey.generate(RANDOM);
    private final SigningKey second = SigningKey.generate(RANDOM);
    private final SigningKey stranger = SigningKey.generate(RANDOM);
    private final WalletOwners owners = new WalletOwners(CHAIN);
    private final WalletSignatures signatures = new WalletSignatures(CHAIN);

    private static ChainClient client(URI address) {
        return new JsonRpcChainClient(JsonRpcChainClient.http(Duration.ofSeconds(60)), address, Duration.ofSeconds(60));
    }

    private byte[] signed(Address safe, SigningKey... keys) {
        var digest = SafeMessage.digest(new ChainId(31_337), safe, PersonalMessage.digest(TEXT));
        Map<Address, Signature> byOwner = new HashMap<>();
        Arrays.stream(keys).forEach(key -> byOwner.put(key.address(), key.sign(digest)));
        return SafeMessage.joined(byOwner);
    }

    @Test
    void aSafeNamesItsOwners() {
        var safe = CONTRACTS.wallet(List.of(first.address(), second.address()), 2, 0);
        var ownership = (Ownership.Safe) owners.of(safe);
        assertThat(ownership.owners()).containsExactlyInAnyOrder(first.address(), second.address());
        assertThat(ownership.threshold()).isEqualTo(2);
        assertThat(ownership.includes(second.address())).isTrue();
        assertThat(ownership.includes(stranger.address())).isFalse();
        assertThat(ownership.includes(safe)).isFalse();
        assertThat(ownership.oneIsEnough()).isFalse();
    }

    @Test
    void anAccountWithAKeyOwnsItself() {
        var ownership = owners.of(first.address());
        assertThat(ownership).isEqualTo(new Ownership.Itself(first.address()));
        assertThat(ownership.includes(first.address())).isTrue();
        assertThat(ownership.includes(second.address())).isFalse();
        assertThat(ownership.oneIsEnough()).isTrue();
    }

    @Test
    void anotherContractNamesNobody() {
        var token = CONTRACTS.token(DevelopmentToken.USDC);
        var ownership = owners.of(token);
        assertThat(ownership).isEqualTo(new Ownership.OtherContract(token));
        assertThat(ownership.includes(token)).isFalse();
    }

    @Test
    void withoutTheChainNothingIsKnown() {
        var cutOff = client(URI.create("http://127.0.0.1:1"));
        assertThat(new WalletOwners(cutOff).of(first.address())).isInstanceOf(Ownership.Unavailable.class);
        assertThat(new WalletSignatures(cutOff).check(first.address(), TEXT, new byte[65]))
                .isInstanceOf(Verdict.Unavailable.class);
    }

    @Test
    void aSafeVouchesForEnoughOfItsOwners() {
        var safe = CONTRACTS.wallet(List.of(first.address(), second.address()), 2, 0);
        assertThat(signatures.check(safe, TEXT, signed(safe, first, second))).isEqualTo(new Verdict.Valid());
        assertThat(signatures.check(safe, TEXT, signed(safe, first))).isEqualTo(new Verdict.Invalid());
        assertThat(signatures.check(safe, TEXT, signed(safe, first, stranger))).isEqualTo(new Verdict.Invalid());
        assertThat(signatures.check(safe, "another text", signed(safe, first, second)))
                .isEqualTo(new Verdict.Invalid());
    }

    @Test
    void anOwnersOwnSignatureIsNotTheSafes() {
        var safe = CONTRACTS.wallet(List.of(first.address()), 1, 0);
        var plain = first.sign(PersonalMessage.digest(TEXT)).bytes();
        assertThat(signatures.check(safe, TEXT, plain)).isEqualTo(new Verdict.Invalid());
        assertThat(signatures.check(first.address(), TEXT, plain)).isEqualTo(new Verdict.Valid());
        assertThat(signatures.check(safe, TEXT, signed(safe, first))).isEqualTo(new Verdict.Valid());
    }

    @Test
    void aContractWithoutAVoiceVouchesForNothing() {
        var token = CONTRACTS.token(DevelopmentToken.USDC);
        assertThat(signatures.check(token, TEXT, signed(token, first))).isEqualTo(new Verdict.Invalid());
        assertThat(signatures.check(CONTRACTS.multiSend(), TEXT, new byte[0])).isEqualTo(new Verdict.Invalid());
    }
}
