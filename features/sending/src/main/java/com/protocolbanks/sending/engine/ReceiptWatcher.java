package com.protocolbanks.sending.engine;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.Block;
import com.protocolbanks.evm.rpc.Receipt;
import com.protocolbanks.sending.SendingPorts;
import com.protocolbanks.sending.SendingSettings;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.sending.SubjectState.Trouble;
import com.protocolbanks.sending.engine.AgreedReads.Finding;
import com.protocolbanks.sending.engine.NonceBook.Ending;
import com.protocolbanks.sending.engine.OpenNonce.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what became of open nonces.
 *
 * <p>A receipt settles a nonce once it is deep enough and no endpoint contradicts. A missing receipt settles nothing; only
 * when the nonce has been seen consumed for the configured time, and still no variant has a receipt anywhere, the nonce is
 * given up as displaced, which leaves it to the contract's own state whether the work is done.
 */
final class ReceiptWatcher {
    private final SendingPorts ports;
    private final SendingSettings settings;
    private final NonceBook book;
    private final AgreedReads reads;
    private final Troubles troubles;

    private final ReorgCheck reorgs;
    private final Map<OpenNonce.Key, Instant> consumedSince = new HashMap<>();
    /** Given up not long ago; a receipt that comes late still counts. */
    private final Map<OpenNonce.Key, Ending.Displaced> late = new HashMap<>();

    private final Map<Hash32, Receipt> fresh = new HashMap<>();

    ReceiptWatcher(SendingPorts ports, SendingSettings settings, NonceBook book, AgreedReads reads, Troubles troubles) {
        this.ports = ports;
        this.settings = settings;
        this.book = book;
        this.reads = reads;
        this.troubles = troubles;
        this.reorgs = new ReorgCheck(ports, settings.patience().reorgWindow(), book, reads);
    }

    /**
     * One look at the chain.
     *
     * @return the subjects whose state has changed
     */
    List<Subject> round() {
        Block head = reads.lowestHead();
        List<OpenNonce> changed = new ArrayList<>(reorgs.round(head));
        changed.forEach(reopened -> late.remove(reopened.key()));
        List<OpenNonce> open = book.open();
        fresh.clear();
        late.values().removeIf(given -> given.atBlock() + settings.patience().reorgWindow() < head.number());
        if (!open.isEmpty() || !late.isEmpty()) {
            List<Ending> endings = endings(open, head);
            book.settle(endings);
            endings.forEach(ending -> changed.add(ended(ending)));
        }
        return changed.stream().map(OpenNonce::subject).distinct().toList();
    }

    /** The receipts that the last round settled nonces with. */
    Map<Hash32, Receipt> settledWith() {
        return Map.copyOf(fresh);
    }

    private OpenNonce ended(Ending ending) {
        OpenNonce nonce = ending.nonce();
        troubles.clear(nonce.key());
        consumedSince.remove(nonce.key());
        switch (ending) {
            case Ending.Mined _ -> late.remove(nonce.key());
            case Ending.Displaced displaced -> late.put(nonce.key(), displaced);
        }
        return nonce;
    }

    private List<Ending> endings(List<OpenNonce> open, Block head) {
        List<OpenNonce> looked = new ArrayList<>(open);
        late.values().forEach(given -> looked.add(given.nonce()));
        List<Hash32> hashes = looked.stream()
                .flatMap(nonce -> nonce.variants().stream())
                .map(Variant::hash)
                .toList();
        Map<Hash32, Finding> findings = hashes.isEmpty() ? Map.of() : reads.receipts(hashes);
        List<Ending> endings = new ArrayList<>();
        List<OpenNonce> without = new ArrayList<>();
        for (OpenNonce nonce : looked) {
            List<Variant> seen = nonce.variants().stream()
                    .filter(variant ->
                            !(findings.getOrDefault(variant.hash(), new Finding.Nowhere()) instanceof Finding.Nowhere))
                    .toList();
            if (!seen.isEmpty()) {
                seen.forEach(variant -> mined(nonce, variant, findings, head).ifPresent(endings::add));
            } else if (!late.containsKey(nonce.key())) {
                without.add(nonce);
            }
        }
        endings.addAll(displaced(without));
        return endings;
    }

    private Optional<Ending> mined(OpenNonce nonce, Variant variant, Map<Hash32, Finding> findings, Block head) {
        if (!(findings.get(variant.hash()) instanceof Finding.Found(Receipt receipt))) {
            troubles.set(nonce.key(), Trouble.ENDPOINTS_DISAGREE);
            return Optional.empty();
        }
        if (head.number() - receipt.blockNumber() + 1 < settings.confirmations()) {
            return Optional.empty();
        }
        fresh.put(variant.hash(), receipt);
        return Optional.of(new Ending.Mined(nonce, variant, receipt));
    }

    private List<Ending> displaced(List<OpenNonce> without) {
        Instant now = ports.clock().instant();
        Map<Address, Long> consumed = new HashMap<>();
        List<OpenNonce> given = new ArrayList<>();
        for (OpenNonce nonce : without) {
            OpenNonce.Key key = nonce.key();
            long next = consumed.computeIfAbsent(key.signer(), reads::consumedNonces);
            if (next <= key.nonce()) {
                consumedSince.remove(key);
                continue;
            }
            troubles.set(key, Trouble.RECEIPT_MISSING);
            Instant since = consumedSince.computeIfAbsent(key, _ -> now);
            Duration missing = Duration.between(since, now);
            if (missing.compareTo(settings.patience().displacedAfter()) >= 0) {
                given.add(nonce);
            }
        }
        if (given.isEmpty()) {
            return List.of();
        }
        // read after the nonces, so that whatever consumed them stands at this height or below
        long height = reads.highestHead();
        return given.stream()
                .<Ending>map(nonce -> new Ending.Displaced(nonce, height))
                .toList();
    }
}
