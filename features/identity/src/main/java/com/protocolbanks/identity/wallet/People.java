package com.protocolbanks.identity.wallet;

import com.protocolbanks.evm.Address;
import com.protocolbanks.identity.Member;
import com.protocolbanks.identity.Role;
import com.protocolbanks.identity.wallet.Finding.Check;
import com.protocolbanks.identity.wallet.WalletOwners.Ownership;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether enough members can approve, and one who cannot may prepare. */
final class People {
    private final List<Member> active;
    private final Ownership ownership;

    People(List<Member> members, Ownership ownership) {
        this.active = members.stream().filter(Member::isActive).toList();
        this.ownership = ownership;
    }

    List<Finding> findings() {
        return List.of(approvers(), preparer());
    }

    private Finding approvers() {
        var proven = owners(true);
        var named = owners(false);
        var needed = ownership instanceof Ownership.Safe safe ? safe.threshold() : 1;
        var found = proven.size() + " of " + needed + " needed owners are approvers with a proven wallet";
        if (proven.size() >= needed) {
            return Finding.ready(Check.APPROVERS, found);
        }
        return named.size() >= needed
                ? Finding.missing(Check.APPROVERS, found, "have them sign in once with their wallets")
                : Finding.missing(
                        Check.APPROVERS, found, "pb member add --role APPROVER --wallet <an owner of the wallet>");
    }

    /** The wallet's owners among the wallets of active approvers. */
    private Set<Address> owners(boolean onlyProven) {
        return active.stream()
                .filter(member -> member.roles().contains(Role.APPROVER))
                .flatMap(member -> member.wallets().stream())
                .filter(wallet -> !onlyProven || wallet.verifiedAt().isPresent())
                .map(Member.Wallet::address)
                .filter(ownership::includes)
                .collect(Collectors.toSet());
    }

    private Finding preparer() {
        var preparers = active.stream()
                .filter(member -> member.roles().contains(Role.PREPARER))
                .toList();
        if (preparers.isEmpty()) {
            return Finding.missing(Check.PREPARER, "nobody may prepare a payroll", "pb member add --role PREPARER");
        }
        var approvers = active.stream()
                .filter(member -> member.roles().contains(Role.APPROVER))
                .toList();
        return approvers.stream().anyMatch(approver -> !preparers.equals(List.of(approver)))
                ? Finding.ready(Check.PREPARER, preparers.size() + " may prepare")
                : Finding.missing(
                        Check.PREPARER,
                        "the only preparer is the only approver, and nobody approves what they prepared",
                        "pb member add --role PREPARER");
    }
}
