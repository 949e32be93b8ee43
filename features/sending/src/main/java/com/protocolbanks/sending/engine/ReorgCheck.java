package com.protocolbanks.sending.engine;

import static com.protocolbanks.database.generated.Tables.CHAIN_HEIGHTS;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.Block;
import com.protocolbanks.evm.rpc.Receipt;
import com.protocolbanks.sending.SendingPorts;
import com.protocolbanks.sending.engine.AgreedReads.Finding;
import com.protocolbanks.sending.engine.OpenNonce.State;
import com.protocolbanks.sending.engine.OpenNonce.Variant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices that the chain dropped a block, and takes back what rested on it. */
final class ReorgCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ReorgCheck.class);

    private final SendingPorts ports;
    private final long window;
    private final NonceBook book;
    private final AgreedReads reads;
    /** The last head this process looked at: another process may be a block ahead. From the table only after a start. */
    private Optional<Seen> seen = Optional.empty();

    /** @param window how many blocks below the dropped one are looked at again */
    ReorgCheck(SendingPorts ports, long window, NonceBook book, AgreedReads reads) {
        this.ports = ports;
        this.window = window;
        this.book = book;
        this.reads = reads;
    }

    private record Seen(long height, Hash32 hash) {}

    /**
     * Compares the head with the last one seen.
     *
     * @return the nonces that are open again
     */
    List<OpenNonce> round(Block head) {
        if (seen.isEmpty()) {
            seen = stored();
        }
        if (seen.isPresent() && seen.get().hash.equals(head.hash())) {
            return List.of();
        }
        List<OpenNonce> reopened = seen.isEmpty() || holds(seen.get(), head)
                ? List.of()
                : reopened(Math.max(0, Math.min(seen.get().height, head.number()) - window));
        store(head);
        seen = Optional.of(new Seen(head.number(), head.hash()));
        return reopened;
    }

    /** A chain below the height it had is one that dropped blocks, until its receipts show otherwise. */
    private boolean holds(Seen seen, Block head) {
        if (head.number() < seen.height) {
            return false;
        }
        return head.parentHash().equals(seen.hash) || reads.stands(seen.height, seen.hash);
    }

    private List<OpenNonce> reopened(long since) {
        List<OpenNonce> ended = book.endedSince(since);
        List<Hash32> hashes = ended.stream()
                .flatMap(nonce -> nonce.variants().stream())
                .map(Variant::hash)
                .toList();
        Map<Hash32, Finding> findings = hashes.isEmpty() ? Map.of() : reads.receipts(hashes);
        Map<Address, Long> consumed = new HashMap<>();
        List<OpenNonce> lost = new ArrayList<>();
        for (OpenNonce nonce : ended) {
            // mined again in another block, it may have ended otherwise: then it is settled anew
            boolean mined = nonce.variants().stream()
                    .anyMatch(variant -> findings.get(variant.hash()) instanceof Finding.Found(Receipt receipt)
                            && variant.minedIn().equals(Optional.of(receipt.blockHash())));
            boolean displaced = nonce.variants().stream().allMatch(variant -> variant.state() == State.EXCLUDED);
            boolean stillConsumed = displaced
                    && consumed.computeIfAbsent(nonce.key().signer(), reads::consumedNonces)
                            > nonce.key().nonce();
            if (!mined && !stillConsumed) {
                lost.add(nonce);
            }
        }
        book.reopen(lost);
        if (!lost.isEmpty()) {
            LOG.warn(
                    "the chain dropped blocks: {} of {} settled transactions since height {} are open again",
                    lost.size(),
                    ended.size(),
                    since);
        }
        return lost;
    }

    private Optional<Seen> stored() {
        return ports.database()
                .acrossOrganizations(dsl -> dsl.selectFrom(CHAIN_HEIGHTS)
                        .where(CHAIN_HEIGHTS.CHAIN_ID.eq(ports.chainId().value()))
                        .fetchOptional())
                .map(row -> new Seen(row.getHeight(), new Hash32(row.getBlockHash())));
    }

    private void store(Block head) {
        ports.database()
                .acrossOrganizations(dsl -> dsl.insertInto(CHAIN_HEIGHTS)
                        .set(CHAIN_HEIGHTS.CHAIN_ID, ports.chainId().value())
                        .set(CHAIN_HEIGHTS.HEIGHT, head.number())
                        .set(CHAIN_HEIGHTS.BLOCK_HASH, head.hash().bytes())
                        .set(CHAIN_HEIGHTS.SEEN_AT, ports.clock().instant().atOffset(ZoneOffset.UTC))
                        .onConflict(CHAIN_HEIGHTS.CHAIN_ID)
                        .doUpdate()
                        .setAllToExcluded()
                        .execute());
    }
}
