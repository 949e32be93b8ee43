package com.protocolbanks.web.spending;

import com.protocolbanks.identity.Member;
import com.protocolbanks.web.screens.Page;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Who did something to a session key, by name. */
public record Actors(Map<UUID, String> names) {
    private static final Pattern MEMBER = Pattern.compile("member:([0-9a-f-]{36})/(key:)?.*");

    public Actors {
        names = Map.copyOf(names);
    }

    static Actors of(List<Member> members) {
        return new Actors(members.stream().collect(Collectors.toMap(Member::id, Member::name)));
    }

    /**
     * The words for an actor of the audit trail, in the reader's language.
     *
     * @param actor a member with a credential ({@link com.protocolbanks.identity.Caller#words}), {@code rule:…} or
     *     {@code chain:…}; one of another form is shown as it is
     */
    public String name(Page page, String actor) {
        var member = MEMBER.matcher(actor);
        if (member.matches()) {
            String name = names.getOrDefault(UUID.fromString(member.group(1)), actor);
            return member.group(2) == null ? name : page.t("actor.key", name);
        }
        if (actor.startsWith("rule:")) {
            return page.t("actor.rule");
        }
        return actor.startsWith("chain:") ? page.t("actor.chain") : actor;
    }
}
