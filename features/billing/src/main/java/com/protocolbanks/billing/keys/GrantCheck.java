package com.protocolbanks.billing.keys;

import com.protocolbanks.billing.prices.PriceBook;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.identity.wallet.WalletSignatures;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Whether a grant is well-formed and signed by those who have to.
 *
 * @param tokens what may be spent
 * @param chain the grants' chain
 * @param signatures asks an organization's wallet
 */
public record GrantCheck(List<BillingToken> tokens, ChainId chain, WalletSignatures signatures) {
    private static final int MOST_ROUTES = 64;
    private static final int MOST_PAYERS = 16;
    private static final Duration LONGEST = Duration.ofDays(366);
    /** What {@code numeric(20,8)} holds before the point. */
    private static final BigDecimal ORIGIN = BigDecimal.TEN.pow(12);

    public GrantCheck {
        tokens = List.copyOf(tokens);
    }

    /** What came of looking at a grant. */
    sealed interface Verdict {
        record Good(BillingToken token) implements Verdict {}

        record Bad(List<KeyProblem> problems) implements Verdict {}

        /** The wallet is a contract and the chain could not be asked. */
        record Unavailable(String reason) implements Verdict {}
    }

    Verdict check(NewKey wanted, Address wallet, PriceBook prices, Instant now) {
        Optional<BillingToken> token = tokens.stream()
                .filter(one -> one.address().equals(wanted.token()))
                .findFirst();
        if (token.isEmpty()) {
            return new Verdict.Bad(List.of(KeyProblem.TOKEN_UNKNOWN));
        }
        List<KeyProblem> problems = new ArrayList<>();
        limit(wanted, token.get()).ifPresent(problems::add);
        expiry(wanted, now).ifPresent(problems::add);
        problems.addAll(routes(wanted, prices));
        if (wanted.payers().size() > MOST_PAYERS) {
            problems.add(KeyProblem.PAYERS_TOO_MANY);
        }
        if (wanted.publicKey().isZero() || wanted.publicKey().equals(wallet)) {
            problems.add(KeyProblem.KEY_UNUSABLE);
        }
        return problems.isEmpty() ? signed(wanted, wallet, token.get()) : new Verdict.Bad(List.copyOf(problems));
    }

    private static Optional<KeyProblem> limit(NewKey wanted, BillingToken token) {
        BigDecimal limit = wanted.limitAmount();
        if (limit.signum() <= 0 || limit.compareTo(ORIGIN) >= 0) {
            return Optional.of(KeyProblem.LIMIT_OUT_OF_RANGE);
        }
        if (limit.setScale(token.decimals(), RoundingMode.DOWN).compareTo(limit) != 0) {
            return Optional.of(KeyProblem.LIMIT_NOT_EXPRESSIBLE);
        }
        BigInteger units = token.units(limit);
        return units.compareTo(BillingToken.MOST_UNITS) > 0
                ? Optional.of(KeyProblem.LIMIT_OUT_OF_RANGE)
                : Optional.empty();
    }

    private static Optional<KeyProblem> expiry(NewKey wanted, Instant now) {
        if (!wanted.expiresAt().equals(wanted.expiresAt().truncatedTo(ChronoUnit.SECONDS))
                || !wanted.expiresAt().isAfter(now)) {
            return Optional.of(KeyProblem.EXPIRES_TOO_SOON);
        }
        return wanted.expiresAt().isAfter(now.plus(LONGEST))
                ? Optional.of(KeyProblem.EXPIRES_TOO_LATE)
                : Optional.empty();
    }

    private static List<KeyProblem> routes(NewKey wanted, PriceBook prices) {
        List<String> routes = wanted.routes();
        if (routes.isEmpty() || routes.size() > MOST_ROUTES || new HashSet<>(routes).size() != routes.size()) {
            return List.of(KeyProblem.ROUTES_MISSING);
        }
        return routes.stream().allMatch(route -> prices.route(route).isPresent())
                ? List.of()
                : List.of(KeyProblem.ROUTE_WITHOUT_PRICE);
    }

    private Verdict signed(NewKey wanted, Address wallet, BillingToken token) {
        Hash32 digest = wanted.digest(wallet, token, chain);
        List<KeyProblem> problems = new ArrayList<>();
        if (!isOfKey(wanted, digest)) {
            problems.add(KeyProblem.KEY_SIGNATURE_WRONG);
        }
        switch (signatures.check(wallet, digest, wanted.signature())) {
            case WalletSignatures.Verdict.Valid _ -> {
                // and nothing more is asked
            }
            case WalletSignatures.Verdict.Invalid _ -> problems.add(KeyProblem.SIGNATURE_WRONG);
            case WalletSignatures.Verdict.Unavailable(String reason) -> {
                return new Verdict.Unavailable(reason);
            }
        }
        return problems.isEmpty() ? new Verdict.Good(token) : new Verdict.Bad(List.copyOf(problems));
    }

    private static boolean isOfKey(NewKey wanted, Hash32 digest) {
        try {
            return Signature.of(wanted.keySignature())
                    .signerOf(digest)
                    .map(wanted.publicKey()::equals)
                    .orElse(false);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
