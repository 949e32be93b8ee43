package com.protocolbanks.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.identity.House;
import com.protocolbanks.identity.Member;
import com.protocolbanks.identity.Role;
import com.protocolbanks.identity.signin.SignInLinks.Result;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignInLinksTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private House house;
    private SignInLinks links;
    private UUID orgId;
    private Member member;

    @BeforeEach
    void open() {
        house = new House(postgres.web());
        links = new SignInLinks(house.members, house.database, house.secrets, house.clock);
        orgId = house.founded().organization().id();
        member = house.member(orgId, "Pia", Set.of(Role.PREPARER));
    }

    private String minted() {
        return links.mint(orgId, member.id(), SignInLinks.LIFE).orElseThrow().token();
    }

    @Test
    void aLinkLetsItsMemberInOnce() {
        var token = minted();
        assertThat(token).matches("[0-9A-Za-z]{43}");
        assertThat(links.follow(token)).isEqualTo(new Result.SignedIn(orgId, member.id()));
        assertThat(links.follow(token)).isEqualTo(new Result.Refused(Refusal.LINK_USED));
    }

    @Test
    void ofTwentyAtOnceOneComesIn() throws Exception {
        var token = minted();
        Callable<Result> follow = () -> links.follow(token);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = threads.invokeAll(Collections.nCopies(20, follow));
            assertThat(results.stream().filter(result -> result.resultNow() instanceof Result.SignedIn))
                    .hasSize(1);
        }
    }

    @Test
    void aLinkExpires() {
        var token = minted();
        house.clock.advance(SignInLinks.LIFE);
        assertThat(links.follow(token)).isEqualTo(new Result.Refused(Refusal.LINK_EXPIRED));
        var longer = links.mint(orgId, member.id(), Duration.ofDays(1)).orElseThrow();
        house.clock.advance(Duration.ofDays(1).minusMillis(1));
        assertThat(links.follow(longer.token())).isInstanceOf(Result.SignedIn.class);
    }

    @Test
    void onlyTheDigestIsStored() {
        var token = minted();
        var row = postgres.administrator()
                .acrossOrganizations(
                        sql -> sql.fetchSingle("select l::text from sign_in_links l where member_id = ?", member.id())
                                .get(0, String.class));
        assertThat(row).doesNotContain(token);
    }

    @Test
    void nobodyElseIsLetIn() {
        assertThat(links.follow("x")).isEqualTo(new Result.Refused(Refusal.LINK_UNKNOWN));
        assertThat(links.mint(orgId, UUID.randomUUID(), SignInLinks.LIFE)).isEmpty();
        assertThat(links.mint(house.founded().organization().id(), member.id(), SignInLinks.LIFE))
                .isEmpty();
        var token = minted();
        house.members.deactivate(orgId, member.id());
        assertThat(links.follow(token)).isEqualTo(new Result.Refused(Refusal.LINK_UNKNOWN));
        assertThat(links.mint(orgId, member.id(), SignInLinks.LIFE)).isEmpty();
    }
}
