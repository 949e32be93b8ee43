package com.protocolbanks.billing.usage;

import com.protocolbanks.billing.gateways.Epochs;
import com.protocolbanks.billing.usage.UsageEntry.OfHead;
import com.protocolbanks.billing.usage.UsageEntry.OfReceipt;
import com.protocolbanks.billing.usage.UsageEntry.OfVoucher;
import com.protocolbanks.billing.usage.UsageRejects.Reason;
import com.protocolbanks.billing.usage.UsageRows.ChannelOwner;
import com.protocolbanks.billing.usage.UsageRows.Written;
import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.SettlementDomain;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/** Takes stream entries over into Postgres; the same entries again change nothing. */
final class UsageStore {
    private final Database database;
    private final SettlementDomain domain;
    private final Clock clock;

    UsageStore(Database database, SettlementDomain domain, Clock clock) {
        this.database = database;
        this.domain = domain;
        this.clock = clock;
    }

    /**
     * All of them in one transaction; an entry Postgres cannot hold is kept apart, and the others are stored without it.
     *
     * @param mark of the store they were read from
     * @return empty, and nothing stored, when that store's epoch is not the newest or not open
     */
    Optional<SyncReport> store(List<StreamEntry> entries, Optional<String> mark) {
        try {
            return inEpoch(mark, dsl -> new Work(dsl).all(entries));
        } catch (DataAccessException fault) {
            if (!isOfTheData(fault)) {
                throw fault;
            }
            if (entries.size() == 1) {
                return inEpoch(mark, dsl -> {
                    new UsageRejects(dsl, clock).add(Reason.NOT_STORABLE, entries);
                    return new SyncReport(0, 0, 0, 1);
                });
            }
            int half = entries.size() / 2;
            return store(entries.subList(0, half), mark)
                    .flatMap(first ->
                            store(entries.subList(half, entries.size()), mark).map(first::and));
        }
    }

    private Optional<SyncReport> inEpoch(Optional<String> mark, Function<DSLContext, SyncReport> work) {
        return database.acrossOrganizations(
                dsl -> Epochs.isOpen(dsl, mark) ? Optional.of(work.apply(dsl)) : Optional.empty());
    }

    /** Tries again what lay apart because its channel was not known. */
    SyncReport storeAgain() {
        SyncReport all = SyncReport.NOTHING;
        SyncReport now;
        do {
            now = database.acrossOrganizations(dsl -> {
                List<StreamEntry> entries = new UsageRejects(dsl, clock).takeAgain();
                return entries.isEmpty() ? SyncReport.NOTHING : new Work(dsl).all(entries);
            });
            all = all.and(now);
        } while (now.receipts() + now.heads() > 0);
        return all;
    }

    /** SQLSTATE classes 22 (data exception) and 23 (integrity constraint violation). */
    private static boolean isOfTheData(DataAccessException fault) {
        return fault.sqlState().startsWith("22") || fault.sqlState().startsWith("23");
    }

    /** A kind of entry with where it came from. */
    private record From<T>(StreamEntry entry, T content) {}

    private static Written written(From<OfReceipt> one) {
        Map<String, String> fields = one.entry.fields();
        return new Written(
                one.content.receipt(), Hash32.of(fields.getOrDefault("d", "")), fields.getOrDefault("b", ""));
    }

    /** One transaction's work. */
    private final class Work {
        private final UsageRows rows;
        private final UsageRejects rejects;
        private final List<From<OfVoucher>> vouchers = new ArrayList<>();
        private final List<From<OfReceipt>> receipts = new ArrayList<>();
        private final List<From<OfHead>> heads = new ArrayList<>();
        private final Map<Reason, List<StreamEntry>> rejected = new EnumMap<>(Reason.class);

        Work(DSLContext dsl) {
            this.rows = new UsageRows(dsl, clock);
            this.rejects = new UsageRejects(dsl, clock);
        }

        SyncReport all(List<StreamEntry> entries) {
            entries.forEach(this::sort);
            var touched = new LinkedHashSet<Hash32>();
            touched.addAll(vouchers());
            Map<Hash32, ChannelOwner> owners = rows.lock(channels(touched));
            touched.addAll(owners.keySet());
            long newReceipts = receipts(owners);
            long newHeads = heads(owners);
            rows.advance(touched);
            rows.sumUp(new HashSet<>(
                    owners.values().stream().map(ChannelOwner::keyId).toList()));
            return new SyncReport(newReceipts, vouchers.size(), newHeads, rejected());
        }

        private void sort(StreamEntry entry) {
            try {
                switch (UsageEntry.parse(entry.fields())) {
                    case OfVoucher voucher -> vouchers.add(new From<>(entry, voucher));
                    case OfReceipt receipt -> receipts.add(new From<>(entry, receipt));
                    case OfHead head -> heads.add(new From<>(entry, head));
                }
            } catch (UsageEntry.Malformed _) {
                reject(entry, Reason.MALFORMED);
            }
        }

        private Set<Hash32> channels(Set<Hash32> ofVouchers) {
            var all = new HashSet<>(ofVouchers);
            receipts.forEach(one -> all.add(one.content.receipt().body().channelId()));
            heads.forEach(one -> all.add(one.content.head().channelId()));
            return all;
        }

        /** The highest good voucher of each channel is stored; the channels with one are answered. */
        private Set<Hash32> vouchers() {
            Map<Hash32, List<From<OfVoucher>>> byChannel = new HashMap<>();
            vouchers.forEach(one -> byChannel
                    .computeIfAbsent(one.content.voucher().channelId(), _ -> new ArrayList<>())
                    .add(one));
            var stored = new HashSet<Hash32>();
            byChannel.keySet().stream().sorted().forEach(channel -> {
                if (highest(byChannel.getOrDefault(channel, List.of()))) {
                    stored.add(channel);
                }
            });
            return stored;
        }

        private boolean highest(List<From<OfVoucher>> ofOneChannel) {
            var falling = new ArrayList<>(ofOneChannel);
            falling.sort(Comparator.comparing(
                            (From<OfVoucher> one) -> one.content.voucher().maxClaimable())
                    .reversed());
            for (From<OfVoucher> one : falling) {
                Optional<Reason> wrong = store(one.content);
                if (wrong.isEmpty()) {
                    return true;
                }
                reject(one.entry, wrong.get());
            }
            return false;
        }

        private Optional<Reason> store(OfVoucher voucher) {
            boolean signed =
                    domain.channelId(voucher.config()).equals(voucher.voucher().channelId())
                            && voucher.signature()
                                    .signerOf(domain.digest(voucher.voucher()))
                                    .map(voucher.config().payerAuthorizer()::equals)
                                    .orElse(false);
            if (!signed) {
                return Optional.of(Reason.VOUCHER_WRONG);
            }
            return rows.accept(voucher) ? Optional.empty() : Optional.of(Reason.KEY_UNKNOWN);
        }

        private long receipts(Map<Hash32, ChannelOwner> owners) {
            var known = new LinkedHashMap<Written, StreamEntry>();
            for (From<OfReceipt> one : receipts) {
                if (owners.containsKey(one.content.receipt().body().channelId())) {
                    known.put(written(one), one.entry);
                } else {
                    reject(one.entry, Reason.CHANNEL_UNKNOWN);
                }
            }
            var all = List.copyOf(known.keySet());
            long inserted = rows.insertReceipts(all, owners);
            if (inserted < all.size()) {
                rows.unlikeStored(all)
                        .forEach(twin -> reject(Objects.requireNonNull(known.get(twin)), Reason.CONFLICT));
            }
            return inserted;
        }

        private long heads(Map<Hash32, ChannelOwner> owners) {
            long inserted = 0;
            for (From<OfHead> one : heads) {
                ChannelOwner owner = owners.get(one.content.head().channelId());
                if (owner == null) {
                    reject(one.entry, Reason.CHANNEL_UNKNOWN);
                } else {
                    inserted += rows.insertHead(one.content, owner.orgId());
                }
            }
            return inserted;
        }

        private void reject(StreamEntry entry, Reason reason) {
            rejected.computeIfAbsent(reason, _ -> new ArrayList<>()).add(entry);
        }

        private long rejected() {
            rejected.forEach(rejects::add);
            return rejected.values().stream().mapToLong(List::size).sum();
        }
    }
}
