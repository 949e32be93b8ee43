package com.protocolbanks.pb.bench;

import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.pb.check.Trial;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * What the tables say of batches whose legs are all settled.
 *
 * @param seconds from the moment the first batch was approved until the last leg was written down
 * @param transactions as they were sent, in the order of their nonces
 */
record PaidPayroll(int legs, double seconds, List<byte[]> transactions) {
    PaidPayroll {
        transactions = List.copyOf(transactions);
    }

    static PaidPayroll read(Trial trial, List<String> batches) {
        var ids = batches.stream().map(UUID::fromString).toArray(UUID[]::new);
        try (var database = Database.open(trial.premises().servers().database(Role.WORKER), 1)) {
            return database.inOrganization(trial.cast().organization().id(), dsl -> {
                var legs = dsl.fetchSingle(
                        "select count(*)::int, max(settled_at) from payout_legs where batch_id = any(?)", (Object) ids);
                var approved = dsl.fetchSingle("""
                        select min(at) from (select max(approved_at) as at from approval_requests
                                             where batch_id = any(?) group by batch_id) as batches
                        """, (Object) ids);
                var sent = dsl.fetch("""
                        select attempt.raw
                        from payout_chunks chunk
                        join nonces nonce on nonce.subject_id = chunk.request_id
                            and nonce.subject_part = chunk.chunk_index::text
                        join attempts attempt using (signer, chain_id, nonce)
                        where chunk.batch_id = any(?) and attempt.block_number is not null order by attempt.nonce
                        """, (Object) ids);
                var first = approved.get(0, OffsetDateTime.class);
                var last = legs.get(1, OffsetDateTime.class);
                return new PaidPayroll(
                        legs.get(0, Integer.class),
                        Duration.between(first, last).toNanos() / 1e9,
                        sent.getValues(0, byte[].class));
            });
        }
    }

    double legsPerMinute() {
        return legs * 60 / seconds;
    }
}
