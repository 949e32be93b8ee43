package com.protocolbanks.payroll.splits;

import com.protocolbanks.money.Asset;
import com.protocolbanks.money.Split;
import com.protocolbanks.payroll.problems.ProblemCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns one person's amount and split into legs. */
public final class Splits {
    private static final Map<String, Asset> CURRENCIES = Currency.availableCurrencies()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .collect(Collectors.toUnmodifiableMap(
                    Currency::getCurrencyCode,
                    currency -> new Asset(
                            currency.getCurrencyCode(),
                            currency.getDefaultFractionDigits(),
                            currency.getCurrencyCode())));

    private Splits() {}

    /**
     * The legs of an amount in the batch's unit of account.
     *
     * <p>No price is guessed: a token counts one for one only when its unit is the batch's unit. A token for which the
     * organization switched that off carries its own symbol as its unit.
     *
     * @param amount above zero
     * @param tokens the organization's enabled tokens by upper-case symbol
     */
    public static SplitResult legs(
            BigDecimal amount, PaymentConfig config, Asset batchAsset, Map<String, Asset> tokens) {
        List<Split.Share> shares = new ArrayList<>();
        for (Map.Entry<String, BigDecimal> share : config.percents().entrySet()) {
            String key = share.getKey();
            Optional<Asset> asset = key.equals(PaymentConfig.FIAT)
                    ? fiat(batchAsset.unit())
                    : Optional.ofNullable(tokens.get(key.toUpperCase(Locale.ROOT)));
            if (asset.isEmpty() && !key.equals(PaymentConfig.FIAT)) {
                return new SplitResult.Refused(ProblemCode.TOKEN_UNKNOWN, key, List.of(names(tokens)));
            }
            if (asset.isEmpty() || !asset.get().unit().equals(batchAsset.unit())) {
                return new SplitResult.Refused(ProblemCode.UNIT_MISMATCH, key, List.of(batchAsset.unit()));
            }
            shares.add(new Split.Share(key, share.getValue(), asset.get()));
        }
        return Split.of(amount, shares)
                .<SplitResult>map(parts -> new SplitResult.Legs(parts.stream()
                        .filter(part -> !part.amount().isZero())
                        .map(Splits::leg)
                        .toList()))
                .orElseGet(() -> tooFine(amount, shares));
    }

    /** The bank's asset for a unit of account; empty when the unit is no currency with minor units (ISO 4217). */
    public static Optional<Asset> fiat(String unit) {
        return Optional.ofNullable(CURRENCIES.get(unit));
    }

    private static Leg leg(Split.Part part) {
        Rail rail = part.key().equals(PaymentConfig.FIAT) ? Rail.FIAT : Rail.CHAIN;
        return new Leg(rail, part.amount().asset(), part.amount().units());
    }

    private static SplitResult tooFine(BigDecimal amount, List<Split.Share> shares) {
        int finest = shares.stream()
                .mapToInt(share -> share.asset().decimals())
                .max()
                .orElseThrow();
        return new SplitResult.Refused(
                ProblemCode.AMOUNT_TOO_FINE, amount.toPlainString(), List.of(String.valueOf(finest)));
    }

    private static String names(Map<String, Asset> tokens) {
        return String.join(", ", tokens.keySet().stream().sorted().toList());
    }
}
