package com.protocolbanks.metering.vouchers;

import com.protocolbanks.metering.Ceiling;
import com.protocolbanks.x402.Voucher;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The vouchers of late whose signatures were found right; nothing else may be put here. */
final class CheckedVouchers {
    private static final int REMEMBERED = 20_000;

    private final Map<Signed, Ceiling.Proof> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Signed, Ceiling.Proof> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Signed(Voucher voucher, byte[] signature) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Signed(var itsVoucher, var itsSignature)
                    && itsVoucher.equals(voucher)
                    && Arrays.equals(itsSignature, signature);
        }

        @Override
        public int hashCode() {
            return 31 * voucher.hashCode() + Arrays.hashCode(signature);
        }
    }

    synchronized Ceiling.@Nullable Proof find(Voucher voucher, byte[] signature) {
        return recent.get(new Signed(voucher, signature));
    }

    synchronized void remember(Voucher voucher, byte[] signature, Ceiling.Proof proof) {
        recent.put(new Signed(voucher, signature.clone()), proof);
    }
}
