package com.protocolbanks.sdk.receipts;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.sdk.receipts.Finding.Altered;
import com.protocolbanks.sdk.receipts.Finding.ChargedTwice;
import com.protocolbanks.sdk.receipts.Finding.Fork;
import com.protocolbanks.sdk.receipts.Finding.Missing;
import com.protocolbanks.sdk.receipts.Finding.Overcharged;
import com.protocolbanks.sdk.receipts.Finding.Part;
import com.protocolbanks.sdk.receipts.Finding.Stranger;
import com.protocolbanks.sdk.receipts.Finding.Unreadable;
import com.protocolbanks.x402.receipts.HeadDomain;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One channel's receipts as its payer sees them: folded in order, compared with what was asked and answered and with the
 * heads the gateway signed. Receipts may come in any order and from many threads; each finding is reported once.
 */
public final class ReceiptLedger {
    /** Places whose chain values are remembered, so that a head that comes late can still be compared. */
    private static final int REMEMBERED = 4096;

    private final HeadDomain domain;
    private final Set<Address> signers;
    private final Map<Long, Hash32> values = new HashMap<>();
    private final TreeMap<Long, UsageReceipt> waiting = new TreeMap<>();
    private final Map<Long, Hash32> digests = new HashMap<>();
    private final Map<String, Long> charged = new HashMap<>();
    private final Map<String, Hash32> asked = new HashMap<>();
    private final Map<String, Hash32> answered = new HashMap<>();
    private final TreeMap<Long, SignedHead> heads = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private ReceiptChain verified;
    private long covered;

    /**
     * @param signers who may sign heads; when empty, the first head's signer is the one from then on
     * @param from where an earlier ledger of this channel had come to, or {@link ReceiptChain#beginning}
     */
    public ReceiptLedger(HeadDomain domain, Set<Address> signers, ReceiptChain from) {
        this.domain = domain;
        this.signers = new HashSet<>(signers);
        this.verified = from;
        this.values.put(from.seq(), from.value());
    }

    /** The receipts without a gap from the first, folded. Its {@code spent} is what is known to be owed. */
    public synchronized ReceiptChain verified() {
        return verified;
    }

    /** The highest place that a signed head stands by; 0 before the first. */
    public synchronized long covered() {
        return covered;
    }

    public synchronized List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** What is still missing between the receipts that came; not a finding while requests are in flight. */
    public synchronized List<Finding> gaps() {
        var gaps = new ArrayList<Finding>();
        long next = verified.seq() + 1;
        for (long seq : waiting.keySet()) {
            if (seq > next) {
                gaps.add(new Missing(next, seq - 1));
            }
            next = seq + 1;
        }
        return gaps;
    }

    /**
     * Notes what was asked, to compare it with the receipt.
     *
     * @param digest SHA-256 of the request's body
     */
    public synchronized void asked(String requestId, Hash32 digest) {
        asked.put(requestId, digest);
    }

    /** What was delivered, or what the receipt says was: whichever comes second is compared with the first. */
    public synchronized void answered(String requestId, Hash32 digest) {
        Hash32 other = answered.putIfAbsent(requestId, digest);
        if (other != null) {
            answered.remove(requestId);
            asked.remove(requestId);
            if (!other.equals(digest)) {
                findings.add(new Altered(charged.getOrDefault(requestId, 0L), Part.RESPONSE));
            }
        }
    }

    /** Takes a receipt as the gateway wrote it; what is none is a finding. */
    public synchronized void showReceipt(JsonNode written) {
        try {
            add(ReceiptJson.receipt(written));
        } catch (IllegalArgumentException e) {
            findings.add(new Unreadable(String.valueOf(e.getMessage())));
        }
    }

    /** Takes a head as the gateway wrote it; what is none is a finding. */
    public synchronized void showHead(JsonNode written) {
        try {
            head(SignedHead.read(written));
        } catch (IllegalArgumentException e) {
            findings.add(new Unreadable(String.valueOf(e.getMessage())));
        }
    }

    public synchronized void add(UsageReceipt receipt) {
        long seq = receipt.seq();
        Hash32 digest = receipt.body().digest();
        Hash32 shown = digests.get(seq);
        if (seq <= verified.seq() || shown != null) {
            if (shown != null && !shown.equals(digest)) {
                findings.add(new Altered(seq, Part.SHOWN));
            }
            return;
        }
        digests.put(seq, digest);
        check(receipt);
        waiting.put(seq, receipt);
        fold();
    }

    private void check(UsageReceipt receipt) {
        var body = receipt.body();
        Long first = charged.putIfAbsent(body.requestId(), receipt.seq());
        if (first != null) {
            findings.add(new ChargedTwice(receipt.seq(), first, body.requestId()));
            return;
        }
        if (!body.channelId().equals(verified.channelId())) {
            findings.add(new Altered(receipt.seq(), Part.CHANNEL));
        }
        Hash32 question = asked.get(body.requestId());
        if (question != null && !question.equals(body.requestDigest())) {
            findings.add(new Altered(receipt.seq(), Part.REQUEST));
        }
        if (saysNothingOfTheAnswer(body)) {
            answered.remove(body.requestId());
            asked.remove(body.requestId());
        } else {
            answered(body.requestId(), body.responseDigest());
        }
    }

    /**
     * A request whose end nobody saw, as its gateway was gone, is charged what was known to be delivered; what the agent got
     * of it is not known. Its receipt is no statement about the answer, and so nothing of it can be wrong.
     */
    private static boolean saysNothingOfTheAnswer(ReceiptBody body) {
        return body.outcome() == Outcome.EXPIRED && body.responseDigest().equals(Hash32.ZERO);
    }

    private void fold() {
        for (var next = waiting.remove(verified.seq() + 1); next != null; next = waiting.remove(verified.seq() + 1)) {
            if (!next.spent().equals(verified.spent().add(next.body().charged()))) {
                findings.add(new Overcharged(next.seq()));
            }
            verified = verified.then(next);
            values.put(next.seq(), verified.value());
            values.remove(next.seq() - REMEMBERED);
            digests.remove(next.seq() - REMEMBERED);
            compare(heads.get(next.seq()));
        }
    }

    /** Takes a head the gateway signed; it is compared at once, or when its place is reached. */
    public synchronized void head(SignedHead head) {
        long seq = head.chain().seq();
        var known = heads.get(seq);
        if (head.equals(known)) {
            return;
        }
        Optional<Address> signer = head.signature().signerOf(domain.digest(head.chain()));
        if (signers.isEmpty()) {
            signer.ifPresent(signers::add);
        }
        if (signer.isEmpty() || !signers.contains(signer.get())) {
            findings.add(new Stranger(seq, signer));
        } else if (known != null && !known.chain().equals(head.chain())) {
            findings.add(new Fork(known, head));
        } else {
            heads.put(seq, head);
            compare(head);
        }
    }

    private void compare(@Nullable SignedHead head) {
        if (head == null || !values.containsKey(head.chain().seq())) {
            return;
        }
        long seq = head.chain().seq();
        boolean same = head.chain().channelId().equals(verified.channelId())
                && head.chain().value().equals(values.get(seq));
        if (same) {
            covered = Math.max(covered, seq);
            heads.headMap(seq - REMEMBERED).clear();
        } else {
            findings.add(new Altered(seq, Part.HEAD));
        }
    }
}
