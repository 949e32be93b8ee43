-- When the bank file of the current run was first given out: from then on only the bank's word ends what stands in it.
alter table payout_batches add column bank_file_at timestamptz;
