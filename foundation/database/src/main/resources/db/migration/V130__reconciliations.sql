-- The newest comparison of a batch's books with the chain; differences is a JSON array, empty when both say the same.
create table reconciliations (
    batch_id     uuid        primary key,
    org_id       uuid        not null,
    block_number bigint      not null,
    payments     int         not null,
    differences  jsonb       not null,
    checked_at   timestamptz not null,
    foreign key (org_id, batch_id) references payout_batches (org_id, id)
);
call tenant_table('reconciliations');
-- The worker looks over all organizations for batches whose turn has come; it writes inside their organization only.
create policy jobs on reconciliations for select to pb_worker using (true);
create index payout_chunks_moved on payout_chunks (updated_at);
