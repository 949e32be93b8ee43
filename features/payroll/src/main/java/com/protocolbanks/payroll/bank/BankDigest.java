package com.protocolbanks.payroll.bank;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.payroll.rows.BankDetails;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * The digest under which an account stands in a signed bank file: {@code keccak256("name|account|bank")} in UTF-8.
 *
 * <p>The name is in composed form (Unicode NFC). Account and bank code hold no bar, so the text can be read in one way
 * only.
 */
public final class BankDigest {
    private BankDigest() {}

    public static Hash32 of(BankDetails details) {
        var name = Normalizer.normalize(details.name(), Normalizer.Form.NFC);
        return Keccak.hash(
                String.join("|", name, details.account(), details.bankCode()).getBytes(StandardCharsets.UTF_8));
    }
}
