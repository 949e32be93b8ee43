-- What each round of a lane and of the receipt watcher looks for.

drop index if exists attempts_open;
create index nonces_open on nonces (chain_id, signer, nonce) where state = 'BOUND';
create index attempts_mined on attempts (chain_id, block_number) where block_number is not null;
create index nonces_consumed on nonces (chain_id, consumed_at_block) where consumed_at_block is not null;
