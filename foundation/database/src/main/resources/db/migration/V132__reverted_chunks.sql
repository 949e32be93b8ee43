-- Transactions of a chunk that were mined in vain, in a row, and the chain's time of the newest: the next one waits the longer.
alter table payout_chunks
    add column reverts     int not null default 0,
    add column reverted_at timestamptz;
