package com.protocolbanks.sending.engine;

import static com.protocolbanks.database.generated.Tables.ATTEMPTS;
import static com.protocolbanks.database.generated.Tables.NONCES;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.Receipt;
import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.sending.engine.OpenNonce.State;
import com.protocolbanks.sending.engine.OpenNonce.Variant;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.Record;

/** What the tables say of bound nonces, and what the chain has made of them. */
final class NonceBook {
    private static final List<String> OPEN = List.of(State.SIGNED.name(), State.SENT.name(), State.UNKNOWN.name());

    private final Database database;
    private final long chain;

    NonceBook(Database database, ChainId chain) {
        this.database = database;
        this.chain = chain.value();
    }

    /** How a nonce ended. */
    sealed interface Ending {
        OpenNonce nonce();

        /** One of its variants is in a block. */
        record Mined(OpenNonce nonce, Variant variant, Receipt receipt) implements Ending {}

        /** It is consumed at that height or below, by none of its variants as far as is known. */
        record Displaced(OpenNonce nonce, long atBlock) implements Ending {}
    }

    /** What an endpoint made of a variant. */
    record Sent(OpenNonce.Key key, Hash32 hash, boolean taken) {}

    /** All open nonces of the chain, lowest first. */
    List<OpenNonce> open() {
        return database.acrossOrganizations(dsl -> read(dsl, NONCES.STATE.eq("BOUND")));
    }

    /** The open nonces of one account, lowest first. */
    List<OpenNonce> open(Address signer) {
        Condition ofSigner = NONCES.STATE.eq("BOUND").and(NONCES.SIGNER.eq(signer.lower()));
        return database.acrossOrganizations(dsl -> read(dsl, ofSigner));
    }

    /** Nonces that ended at that height or above. */
    List<OpenNonce> endedSince(long height) {
        Condition recent = NONCES.STATE.ne("BOUND").and(NONCES.CONSUMED_AT_BLOCK.ge(height));
        return database.acrossOrganizations(dsl -> read(dsl, recent));
    }

    /** Which of the account's nonces from {@code from} to below {@code below} are in the book at all. */
    Map<Long, OpenNonce> all(Address signer, long from, long below) {
        Condition range =
                NONCES.SIGNER.eq(signer.lower()).and(NONCES.NONCE.ge(from)).and(NONCES.NONCE.lt(below));
        return database.acrossOrganizations(dsl -> read(dsl, range)).stream()
                .collect(Collectors.toMap(nonce -> nonce.key().nonce(), nonce -> nonce));
    }

    Map<Hash32, byte[]> raw(Collection<Hash32> hashes) {
        List<byte[]> wanted = hashes.stream().map(Hash32::bytes).toList();
        return database.acrossOrganizations(dsl -> {
            Map<Hash32, byte[]> raw = new HashMap<>();
            dsl.select(ATTEMPTS.HASH, ATTEMPTS.RAW)
                    .from(ATTEMPTS)
                    .where(ATTEMPTS.CHAIN_ID.eq(chain).and(ATTEMPTS.HASH.in(wanted)))
                    .forEach(row -> raw.put(new Hash32(row.value1()), row.value2()));
            return raw;
        });
    }

    void recordSends(List<Sent> sends, Instant at) {
        OffsetDateTime time = at.atOffset(ZoneOffset.UTC);
        write(sends, (dsl, sent) -> {
            var counted = dsl.update(ATTEMPTS)
                    .set(ATTEMPTS.SEND_COUNT, ATTEMPTS.SEND_COUNT.plus(1))
                    .set(ATTEMPTS.LAST_SENT_AT, time);
            Condition variant = of(sent.key).and(ATTEMPTS.HASH.eq(sent.hash.bytes()));
            return sent.taken
                    ? List.of(counted.set(ATTEMPTS.STATE, State.SENT.name()).where(variant, ATTEMPTS.STATE.in(OPEN)))
                    : List.of(
                            counted.where(variant),
                            dsl.update(ATTEMPTS)
                                    .set(ATTEMPTS.STATE, State.UNKNOWN.name())
                                    .where(variant, ATTEMPTS.STATE.eq(State.SIGNED.name())));
        });
    }

    void settle(List<Ending> endings) {
        write(endings, (dsl, ending) -> switch (ending) {
            case Ending.Mined mined -> mined(dsl, mined);
            case Ending.Displaced displaced -> {
                OpenNonce.Key key = displaced.nonce().key();
                yield List.of(excluded(dsl, of(key)), consumed(dsl, key, "CONSUMED", displaced.atBlock()));
            }
        });
    }

    /** Takes endings back: the blocks they rested on are gone. */
    void reopen(List<OpenNonce> nonces) {
        write(
                nonces,
                (dsl, nonce) -> List.of(
                        dsl.update(ATTEMPTS)
                                .set(ATTEMPTS.STATE, State.UNKNOWN.name())
                                .setNull(ATTEMPTS.BLOCK_NUMBER)
                                .setNull(ATTEMPTS.BLOCK_HASH)
                                .setNull(ATTEMPTS.GAS_USED)
                                .setNull(ATTEMPTS.GAS_PRICE)
                                .setNull(ATTEMPTS.LAST_SENT_AT)
                                .where(of(nonce.key())),
                        dsl.update(NONCES)
                                .set(NONCES.STATE, "BOUND")
                                .setNull(NONCES.CONSUMED_AT_BLOCK)
                                .where(nonceIs(nonce.key()))));
    }

    private List<Query> mined(DSLContext dsl, Ending.Mined mined) {
        OpenNonce.Key key = mined.nonce().key();
        Receipt receipt = mined.receipt();
        Condition variant =
                of(key).and(ATTEMPTS.HASH.eq(receipt.transactionHash().bytes()));
        Condition others =
                of(key).and(ATTEMPTS.HASH.ne(receipt.transactionHash().bytes()));
        State state = receipt.succeeded() ? State.SUCCEEDED : State.REVERTED;
        Query update = dsl.update(ATTEMPTS)
                .set(ATTEMPTS.STATE, state.name())
                .set(ATTEMPTS.BLOCK_NUMBER, receipt.blockNumber())
                .set(ATTEMPTS.BLOCK_HASH, receipt.blockHash().bytes())
                .set(ATTEMPTS.GAS_USED, receipt.gasUsed())
                .set(ATTEMPTS.GAS_PRICE, receipt.gasPrice())
                .where(variant);
        String ended = mined.variant().fills() ? "FILLED" : "CONSUMED";
        Query nonce = consumed(dsl, key, ended, receipt.blockNumber());
        return mined.nonce().variants().size() == 1
                ? List.of(update, nonce)
                : List.of(update, excluded(dsl, others), nonce);
    }

    private static Query excluded(DSLContext dsl, Condition which) {
        return dsl.update(ATTEMPTS)
                .set(ATTEMPTS.STATE, State.EXCLUDED.name())
                .setNull(ATTEMPTS.BLOCK_NUMBER)
                .setNull(ATTEMPTS.BLOCK_HASH)
                .where(which);
    }

    private Query consumed(DSLContext dsl, OpenNonce.Key key, String state, long block) {
        return dsl.update(NONCES)
                .set(NONCES.STATE, state)
                .set(NONCES.CONSUMED_AT_BLOCK, block)
                .where(nonceIs(key));
    }

    private interface Statements<T> {
        List<? extends Query> of(DSLContext dsl, T subject);
    }

    /** All statements of all entries, in one transaction and one round trip. */
    private <T> void write(List<T> entries, Statements<T> statements) {
        if (entries.isEmpty()) {
            return;
        }
        database.acrossOrganizations(dsl -> {
            List<Query> queries = new ArrayList<>();
            entries.forEach(entry -> queries.addAll(statements.of(dsl, entry)));
            return dsl.batch(queries).execute();
        });
    }

    private Condition of(OpenNonce.Key key) {
        return ATTEMPTS.SIGNER
                .eq(key.signer().lower())
                .and(ATTEMPTS.CHAIN_ID.eq(chain))
                .and(ATTEMPTS.NONCE.eq(key.nonce()));
    }

    private Condition nonceIs(OpenNonce.Key key) {
        return NONCES.SIGNER
                .eq(key.signer().lower())
                .and(NONCES.CHAIN_ID.eq(chain))
                .and(NONCES.NONCE.eq(key.nonce()));
    }

    private List<OpenNonce> read(DSLContext dsl, Condition which) {
        Map<OpenNonce.Key, OpenNonce> nonces = new LinkedHashMap<>();
        dsl.select(NONCES.ORG_ID, NONCES.SUBJECT_KIND, NONCES.SUBJECT_ID, NONCES.SUBJECT_PART, NONCES.CREATED_AT)
                .select(ATTEMPTS.SIGNER, ATTEMPTS.NONCE, ATTEMPTS.HASH, ATTEMPTS.STATE, ATTEMPTS.SEND_COUNT)
                .select(ATTEMPTS.LAST_SENT_AT, ATTEMPTS.CREATED_AT, ATTEMPTS.MAX_FEE, ATTEMPTS.MAX_PRIORITY)
                .select(ATTEMPTS.TO_ADDRESS, ATTEMPTS.BLOCK_HASH)
                .from(NONCES)
                .join(ATTEMPTS)
                .on(ATTEMPTS.SIGNER
                        .eq(NONCES.SIGNER)
                        .and(ATTEMPTS.CHAIN_ID.eq(NONCES.CHAIN_ID))
                        .and(ATTEMPTS.NONCE.eq(NONCES.NONCE)))
                .where(NONCES.CHAIN_ID.eq(chain).and(which))
                .orderBy(NONCES.SIGNER, NONCES.NONCE, ATTEMPTS.CREATED_AT)
                .forEach(row -> {
                    OpenNonce.Key key =
                            new OpenNonce.Key(Address.of(row.get(ATTEMPTS.SIGNER)), row.get(ATTEMPTS.NONCE));
                    nonces.computeIfAbsent(key, _ -> nonce(key, row)).variants().add(variant(row));
                });
        return List.copyOf(nonces.values());
    }

    private static OpenNonce nonce(OpenNonce.Key key, Record row) {
        Subject subject = new Subject(
                row.get(NONCES.ORG_ID),
                row.get(NONCES.SUBJECT_KIND),
                row.get(NONCES.SUBJECT_ID),
                row.get(NONCES.SUBJECT_PART));
        return new OpenNonce(key, subject, row.get(NONCES.CREATED_AT).toInstant(), new ArrayList<>(1));
    }

    private static Variant variant(Record row) {
        return new Variant(
                new Hash32(row.get(ATTEMPTS.HASH)),
                State.valueOf(row.get(ATTEMPTS.STATE)),
                row.get(ATTEMPTS.SEND_COUNT),
                Optional.ofNullable(row.get(ATTEMPTS.LAST_SENT_AT)).map(OffsetDateTime::toInstant),
                row.get(ATTEMPTS.CREATED_AT).toInstant(),
                new Fees(row.get(ATTEMPTS.MAX_PRIORITY), row.get(ATTEMPTS.MAX_FEE)),
                row.get(ATTEMPTS.TO_ADDRESS).equals(row.get(ATTEMPTS.SIGNER)),
                Optional.ofNullable(row.get(ATTEMPTS.BLOCK_HASH)).map(Hash32::new));
    }
}
