package com.protocolbanks.payroll.cells;

import com.protocolbanks.evm.Address;
import com.protocolbanks.payroll.problems.ProblemCode;
import java.util.Locale;

/** Reads a wallet address as people paste it; mixed case must carry the EIP-55 checksum. */
public final class WalletText {
    private WalletText() {}

    public sealed interface Reading {}

    /**
     * The text is an address.
     *
     * @param checked whether a checksum vouches for it; without one a mistyped digit goes unseen
     */
    public record Read(Address address, boolean checked) implements Reading {}

    public record Refused(ProblemCode code) implements Reading {}

    public static Reading read(String text) {
        if (text.length() != 2 + 2 * Address.LENGTH || !text.startsWith("0x")) {
            return new Refused(ProblemCode.ADDRESS_FORMAT);
        }
        boolean lower = false;
        boolean upper = false;
        for (int i = 2; i < text.length(); i++) {
            char c = text.charAt(i);
            lower |= c >= 'a' && c <= 'f';
            upper |= c >= 'A' && c <= 'F';
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) {
                return new Refused(ProblemCode.ADDRESS_FORMAT);
            }
        }
        boolean mixed = lower && upper;
        Address address = Address.of(mixed || upper ? text.toLowerCase(Locale.ROOT) : text);
        // A checksum may happen to ask for lower case throughout; then that is the checked form.
        boolean checked = address.toString().equals(text);
        if (mixed && !checked) {
            return new Refused(ProblemCode.ADDRESS_CHECKSUM);
        }
        return address.isZero() ? new Refused(ProblemCode.ADDRESS_ZERO) : new Read(address, checked);
    }
}
