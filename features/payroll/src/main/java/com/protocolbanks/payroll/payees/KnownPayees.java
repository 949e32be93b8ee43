package com.protocolbanks.payroll.payees;

import com.protocolbanks.evm.Address;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Everybody the organization knows, found by number, address, name, or an address that only looks the same. */
public final class KnownPayees {
    public static final KnownPayees NONE = of(List.of(), Map.of());

    /** Up to here 4 hex digits at each end are compared, above it 5, so that chance resemblances stay rare. */
    private static final int FEW = 10_000;

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final Map<String, KnownPayee> byNumber = new HashMap<>();
    private final Map<Address, KnownPayee> byAddress = new HashMap<>();
    private final Map<String, List<KnownPayee>> byName = new HashMap<>();
    private final Map<String, Address> byEnds = new HashMap<>();
    private final Map<UUID, Set<Address>> vouched;
    private final int ends;

    private KnownPayees(List<KnownPayee> payees, Map<UUID, Set<Address>> vouched) {
        this.vouched = Map.copyOf(vouched);
        this.ends = payees.size() <= FEW ? 4 : 5;
        for (KnownPayee payee : payees) {
            payee.number().ifPresent(number -> byNumber.put(number, payee));
            byAddress.put(payee.address(), payee);
            byName.computeIfAbsent(sameName(payee.name()), name -> new ArrayList<>(1))
                    .add(payee);
            byEnds.put(endsOf(payee.address()), payee.address());
        }
    }

    /**
     * Everybody known, with what was vouched for.
     *
     * @param vouched by person the new addresses that a member other than the uploader has confirmed for that person
     */
    public static KnownPayees of(List<KnownPayee> payees, Map<UUID, Set<Address>> vouched) {
        return new KnownPayees(payees, vouched);
    }

    Optional<KnownPayee> byNumber(String number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    Optional<KnownPayee> byAddress(Address address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    List<KnownPayee> byName(String name) {
        return byName.isEmpty() ? List.of() : byName.getOrDefault(sameName(name), List.of());
    }

    /** Whether that new address was confirmed for exactly this person. */
    boolean vouched(KnownPayee payee, Address address) {
        return vouched.getOrDefault(payee.id(), Set.of()).contains(address);
    }

    /** A known payee's address with the same beginning and end as this unknown one. */
    Optional<Address> lookAlike(Address unknown) {
        return byEnds.isEmpty() ? Optional.empty() : Optional.ofNullable(byEnds.get(endsOf(unknown)));
    }

    /** Names that a person would call the same: compatibility forms, case and inner spaces made equal. */
    public static String sameName(String name) {
        String plain = Normalizer.isNormalized(name, Normalizer.Form.NFKC)
                ? name
                : Normalizer.normalize(name, Normalizer.Form.NFKC);
        return SPACES.matcher(plain.toLowerCase(Locale.ROOT).strip()).replaceAll(" ");
    }

    private String endsOf(Address address) {
        String digits = address.lower();
        return digits.substring(2, 2 + ends) + digits.substring(digits.length() - ends);
    }
}
