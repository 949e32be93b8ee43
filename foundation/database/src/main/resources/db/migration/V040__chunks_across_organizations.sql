-- The worker looks over the chunks of all organizations for those whose blocks the chain took back; it writes them, as
-- every tenant's row, inside their organization only.
create policy jobs on payout_chunks for select to pb_worker using (true);
create index payout_chunks_settled on payout_chunks (block_number) where settled_hash is not null;
