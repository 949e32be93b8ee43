package com.protocolbanks.sdk;

import com.protocolbanks.sdk.receipts.Finding;
import java.math.BigInteger;
import java.net.http.HttpHeaders;
import java.util.List;

/** How a request that pays ended. */
public sealed interface Paid {
    /** The gateway's answer, whatever its status; what it cost is in the ledger. */
    record Answered(int status, HttpHeaders headers, byte[] body) implements Paid {}

    /** A voucher over {@code needed} would promise more than is allowed before more receipts are seen. */
    record ExposureReached(BigInteger needed, BigInteger allowed) implements Paid {}

    /** The gateway's receipts cannot be right; nothing more is signed. */
    record Disputed(List<Finding> findings) implements Paid {}

    /** The gateway would take no payment from this key; its stable code says why. */
    record Refused(String code) implements Paid {}

    /** No answer came, as often as was tried. The request may have been charged: the same id asks again without paying again. */
    record Unreachable(String reason) implements Paid {}
}
