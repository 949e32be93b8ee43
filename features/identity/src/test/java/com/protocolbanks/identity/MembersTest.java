package com.protocolbanks.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.identity.Members.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MembersTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private House house;

    @BeforeEach
    void open() {
        house = new House(postgres.web());
    }

    @Test
    void anOrganizationBeginsWithItsOwner() {
        var wallet = house.wallet().address();
        var created = house.founded("示例有限公司", wallet);
        assertThat(house.organizations.find(created.organization().id())).contains(created.organization());
        assertThat(created.organization().name()).isEqualTo("示例有限公司");
        assertThat(created.organization().payoutMode()).isEqualTo(PayoutMode.MODULE);
        assertThat(created.owner().roles()).containsExactlyInAnyOrder(Role.OWNER, Role.APPROVER);
        assertThat(created.owner().wallets()).containsExactly(new Member.Wallet(wallet, Optional.empty()));
        assertThat(house.members.list(created.organization().id())).containsExactly(created.owner());
    }

    @Test
    void aWalletPaysForOneOrganization() {
        var first = house.founded();
        var again = house.organizations.create(Organizations.Founding.of(
                "Second",
                first.organization().walletAddress(),
                House.CHAIN,
                "B",
                house.wallet().address()));
        assertThat(again)
                .isEqualTo(new Organizations.Founded.WalletTaken(
                        first.organization().walletAddress()));
    }

    @Test
    void namesAreWithinTheirBounds() {
        var wallet = house.wallet().address();
        assertThat(house.organizations.create(Organizations.Founding.of(" ", wallet, House.CHAIN, "B", wallet)))
                .isEqualTo(new Organizations.Founded.Unusable("name"));
        assertThat(house.organizations.create(
                        Organizations.Founding.of("A", wallet, House.CHAIN, "b".repeat(201), wallet)))
                .isEqualTo(new Organizations.Founded.Unusable("ownerName"));
        var orgId = house.founded().organization().id();
        assertThat(house.members.add(
                        orgId, new Members.NewMember("a\nb", Optional.empty(), Locale.ENGLISH, Set.of(), List.of())))
                .isEqualTo(new Outcome.Unusable("name"));
        assertThat(house.members.add(
                        orgId, new Members.NewMember("A", Optional.of("nobody"), Locale.ENGLISH, Set.of(), List.of())))
                .isEqualTo(new Outcome.Unusable("email"));
    }

    @Test
    void rolesAreReplaced() {
        var orgId = house.founded().organization().id();
        var member = house.member(orgId, "Pia", Set.of(Role.PREPARER));
        assertThat(member.locale()).isEqualTo(Locale.CHINESE);
        assertThat(house.members.setRoles(orgId, member.id(), Set.of(Role.APPROVER, Role.VIEWER)))
                .isInstanceOf(Outcome.Changed.class);
        assertThat(house.members.find(orgId, member.id()).orElseThrow().roles())
                .containsExactlyInAnyOrder(Role.APPROVER, Role.VIEWER);
        assertThat(house.members.setRoles(orgId, UUID.randomUUID(), Set.of(Role.OWNER)))
                .isEqualTo(new Outcome.Unknown());
    }

    @Test
    void oneOwnerAlwaysStays() {
        var created = house.founded();
        var orgId = created.organization().id();
        var owner = created.owner();
        assertThat(house.members.setRoles(orgId, owner.id(), Set.of(Role.VIEWER)))
                .isEqualTo(new Outcome.LastOwner());
        assertThat(house.members.deactivate(orgId, owner.id())).isEqualTo(new Outcome.LastOwner());
        assertThat(house.members.find(orgId, owner.id())).contains(owner);
    }

    @Test
    void twoOwnersCannotRemoveEachOtherAtOnce() throws Exception {
        var created = house.founded();
        var orgId = created.organization().id();
        var second = house.member(orgId, "Second", Set.of(Role.OWNER));
        List<Callable<Outcome>> both = List.of(
                () -> house.members.deactivate(orgId, created.owner().id()),
                () -> house.members.deactivate(orgId, second.id()));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(both);
        }
        assertThat(house.members.list(orgId)).filteredOn(Member::isActive).hasSize(1);
    }

    @Test
    void aDeactivatedMemberIsNoCaller() {
        var orgId = house.founded().organization().id();
        var member = house.member(orgId, "Pia", Set.of(Role.PREPARER));
        var credential = new Credential.Session(Optional.empty());
        assertThat(house.members.caller(orgId, member.id(), credential)).isPresent();
        assertThat(house.members.deactivate(orgId, member.id())).isInstanceOf(Outcome.Changed.class);
        assertThat(house.members.caller(orgId, member.id(), credential)).isEmpty();
        assertThat(house.members.deactivate(orgId, member.id())).isEqualTo(new Outcome.Unknown());
        assertThat(house.members.find(orgId, member.id()).orElseThrow().deactivatedAt())
                .contains(House.START);
    }

    @Test
    void aWalletStaysWithItsMemberForEver() {
        var orgId = house.founded().organization().id();
        var wallet = house.wallet().address();
        var maker = house.member(orgId, "Maker", Set.of(Role.PREPARER), wallet);
        var other = house.member(orgId, "Other", Set.of(Role.APPROVER));
        house.members.noteProof(orgId, maker.id(), wallet);
        assertThat(house.members.find(orgId, maker.id()).orElseThrow().hasVerified(wallet))
                .isTrue();
        assertThat(house.members.addWallet(orgId, other.id(), wallet)).isEqualTo(new Outcome.WalletTaken(wallet));
        assertThat(house.members.removeWallet(orgId, maker.id(), wallet)).isInstanceOf(Outcome.Changed.class);
        assertThat(house.members.find(orgId, maker.id()).orElseThrow().wallets())
                .isEmpty();
        assertThat(house.members.addWallet(orgId, other.id(), wallet)).isEqualTo(new Outcome.WalletTaken(wallet));
        assertThat(house.members.add(
                        orgId,
                        new Members.NewMember("Third", Optional.empty(), Locale.ENGLISH, Set.of(), List.of(wallet))))
                .isEqualTo(new Outcome.WalletTaken(wallet));
        assertThat(house.members.addWallet(orgId, maker.id(), wallet)).isInstanceOf(Outcome.Changed.class);
        assertThat(house.members.find(orgId, maker.id()).orElseThrow().hasVerified(wallet))
                .isFalse();
    }

    @Test
    void theFirstProofIsKept() {
        var created = house.founded();
        var orgId = created.organization().id();
        var wallet = created.owner().wallets().getFirst().address();
        house.members.noteProof(orgId, created.owner().id(), wallet);
        house.clock.advance(java.time.Duration.ofDays(1));
        house.members.noteProof(orgId, created.owner().id(), wallet);
        assertThat(house.members
                        .find(orgId, created.owner().id())
                        .orElseThrow()
                        .wallets()
                        .getFirst()
                        .verifiedAt())
                .contains(House.START);
    }

    @Test
    void anotherOrganizationsMemberIsUnknown() {
        var mine = house.founded().organization().id();
        var theirs = house.founded();
        var stranger = theirs.owner().id();
        assertThat(house.members.find(mine, stranger)).isEmpty();
        assertThat(house.members.setRoles(mine, stranger, Set.of())).isEqualTo(new Outcome.Unknown());
        assertThat(house.members.deactivate(mine, stranger)).isEqualTo(new Outcome.Unknown());
        assertThat(house.members.addWallet(mine, stranger, house.wallet().address()))
                .isEqualTo(new Outcome.Unknown());
        assertThat(house.members.find(theirs.organization().id(), stranger)).contains(theirs.owner());
    }
}
