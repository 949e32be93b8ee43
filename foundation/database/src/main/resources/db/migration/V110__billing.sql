-- AI billing: what a session key was granted, what its channels used, and what was claimed for it on chain.
-- Amounts of numeric(39, 0) count the token's smallest units.

alter table session_keys
    add column token                eth_address not null,
    add column token_symbol         text        not null check (token_symbol ~ '^[A-Z0-9]{1,12}$'),
    add column token_decimals       int         not null check (token_decimals between 0 and 8),
    add column token_eip712_name    text        not null,
    add column token_eip712_version text        not null,
    add column nonce                bytea       not null check (length(nonce) = 32),
    add column routes               text[]      not null,
    -- who may fund the key's channels; the organization's wallet is the first
    add column payers               text[]      not null,
    add column grant_signature      bytea       not null,
    add column key_signature        bytea       not null,
    -- grows with every freeze and every end of one
    add column generation           bigint      not null default 0,
    add column frozen_reason        text,
    add column frozen_at            timestamptz,
    add column settle_asked_at      timestamptz,
    add constraint session_keys_limit check (limit_amount * 10 ^ token_decimals <= 9007199254740991),
    add constraint session_keys_frozen check (is_frozen = (frozen_reason is not null)),
    add constraint session_keys_nonce unique (org_id, nonce);
create policy usage on session_keys to pb_worker using (true) with check (true);
create policy gateway on session_keys for select to pb_gateway using (true);
grant select on session_keys to pb_gateway;
revoke delete on session_keys from pb_web, pb_worker;

-- Who did what to a key, when and why; rows are only ever added.
create table session_key_events (
    id     bigint generated always as identity primary key,
    org_id uuid        not null,
    key_id uuid        not null references session_keys,
    at     timestamptz not null,
    type   text        not null check (type in ('CREATED', 'FROZEN', 'UNFROZEN', 'SETTLE_ASKED', 'CLAIMED')),
    reason text,
    actor  text        not null,
    detail jsonb       not null default '{}'
);
create index on session_key_events (key_id, id);
call tenant_table('session_key_events');
create policy usage on session_key_events to pb_worker using (true) with check (true);
revoke update, delete on session_key_events from pb_web, pb_worker;

create table usage_channels (
    channel_id            bytea          primary key check (length(channel_id) = 32),
    org_id                uuid           not null,
    key_id                uuid           not null references session_keys,
    payer                 eth_address    not null,
    payer_authorizer      eth_address    not null,
    receiver              eth_address    not null,
    receiver_authorizer   eth_address    not null,
    token                 eth_address    not null,
    withdraw_delay        int            not null,
    salt                  bytea          not null check (length(salt) = 32),
    -- as the chain said at chain_block
    balance               numeric(39, 0) not null default 0,
    claimed               numeric(39, 0) not null default 0,
    refund_nonce          numeric(78, 0) not null default 0,
    withdraw_requested_at timestamptz,
    chain_block           bigint         not null default 0,
    -- the highest voucher
    accepted              numeric(39, 0) not null default 0,
    voucher_signature     bytea,
    -- the highest receipt with all before it, and the highest one at all
    seq                   bigint         not null default 0,
    spent                 numeric(39, 0) not null default 0,
    seen_seq              bigint         not null default 0,
    gap_since             timestamptz,
    unclaimed_since       timestamptz,
    created_at            timestamptz    not null default now(),
    check (spent >= 0 and seq >= 0 and seen_seq >= seq)
);
create index on usage_channels (key_id);
create index usage_channels_unclaimed on usage_channels (unclaimed_since) where unclaimed_since is not null;
create index usage_channels_gaps on usage_channels (gap_since) where gap_since is not null;
call tenant_table('usage_channels');
create policy usage on usage_channels to pb_worker using (true) with check (true);
create policy gateway on usage_channels for select to pb_gateway using (true);
grant select on usage_channels to pb_gateway;
revoke insert, update, delete on usage_channels from pb_web;

create table usage_receipts (
    channel_id  bytea          not null,
    seq         bigint         not null check (seq > 0),
    org_id      uuid           not null,
    key_id      uuid           not null,
    spent       numeric(39, 0) not null,
    charged     numeric(39, 0) not null,
    body_digest bytea          not null check (length(body_digest) = 32),
    body        jsonb          not null,
    at          timestamptz    not null,
    primary key (channel_id, seq)
);
create index on usage_receipts (key_id, at);
call tenant_table('usage_receipts');
create policy usage on usage_receipts to pb_worker using (true) with check (true);
create policy gateway on usage_receipts for select to pb_gateway using (true);
grant select on usage_receipts to pb_gateway;
revoke insert, update, delete on usage_receipts from pb_web;
revoke update, delete on usage_receipts from pb_worker;

-- What gateways signed. Two values for one seq are proof of fraud, so both are kept.
create table receipt_heads (
    channel_id bytea          not null,
    seq        bigint         not null,
    value      bytea          not null check (length(value) = 32),
    org_id     uuid           not null,
    spent      numeric(39, 0) not null,
    signature  bytea          not null,
    signer     eth_address    not null,
    stored_at  timestamptz    not null,
    primary key (channel_id, seq, value)
);
call tenant_table('receipt_heads');
create policy usage on receipt_heads to pb_worker using (true) with check (true);
create policy gateway on receipt_heads for select to pb_gateway using (true);
grant select on receipt_heads to pb_gateway;
revoke insert, update, delete on receipt_heads from pb_web;
revoke update, delete on receipt_heads from pb_worker;

create table channel_deposits (
    id          uuid           primary key,
    request_id  text           not null unique,
    org_id      uuid           not null,
    key_id      uuid           not null references session_keys,
    channel_id  bytea          not null,
    amount      numeric(39, 0) not null check (amount > 0),
    config      jsonb          not null,
    payload     jsonb          not null,
    state       text           not null default 'OPEN' check (state in ('OPEN', 'FINAL', 'FAILED')),
    failure     text,
    tx_hash     text,
    balance     numeric(39, 0),
    created_at  timestamptz    not null,
    finished_at timestamptz
);
create index on channel_deposits (key_id);
create index channel_deposits_open on channel_deposits (created_at) where state = 'OPEN';
call tenant_table('channel_deposits');
create policy usage on channel_deposits to pb_worker using (true) with check (true);
revoke insert, update, delete on channel_deposits from pb_web;

create table settlement_claims (
    settlement_id  uuid           not null,
    channel_id     bytea          not null,
    org_id         uuid           not null,
    key_id         uuid           not null,
    max_claimable  numeric(39, 0) not null,
    total_claimed  numeric(39, 0) not null,
    claimed_before numeric(39, 0) not null,
    signature      bytea          not null,
    reason         text           not null,
    state          text           not null default 'OPEN' check (state in ('OPEN', 'FINAL', 'FAILED')),
    tx_hash        text,
    created_at     timestamptz    not null,
    finished_at    timestamptz,
    primary key (settlement_id, channel_id),
    check (claimed_before < total_claimed and total_claimed <= max_claimable)
);
-- a channel is claimed by one transaction at a time
create unique index settlement_claims_open on settlement_claims (channel_id) where state = 'OPEN';
create index on settlement_claims (key_id, created_at);
call tenant_table('settlement_claims');
create policy usage on settlement_claims to pb_worker using (true) with check (true);
revoke insert, update, delete on settlement_claims from pb_web;

-- When a key is to be frozen by itself; without a key a rule is for all of the organization's.
create table risk_rules (
    id         uuid           primary key,
    org_id     uuid           not null references organizations,
    key_id     uuid           references session_keys,
    kind       text           not null check (kind in ('REQUESTS_PER_MINUTE', 'SPEND_PER_MINUTE', 'SPEND_PER_DAY')),
    most       numeric(20, 8) not null check (most >= 0),
    actor      text           not null,
    created_at timestamptz    not null,
    removed_at timestamptz
);
create index on risk_rules (org_id) where removed_at is null;
call tenant_table('risk_rules');
create policy usage on risk_rules for select to pb_worker using (true);
revoke delete on risk_rules from pb_web;
revoke insert, update, delete on risk_rules from pb_worker;

-- Prices are everybody's; only the operator of the house sets them.
create table price_books (
    version    int         primary key check (version > 0),
    book       jsonb       not null,
    valid_from timestamptz not null
);
alter table price_books enable row level security;
alter table price_books force row level security;
create policy prices on price_books for select to pb_web using ((select pb_org()) is not null);
create policy house on price_books to pb_owner, pb_worker, pb_gateway, pb_auditor using (true) with check (true);
grant select on price_books to pb_web, pb_gateway, pb_auditor;
grant select, insert on price_books to pb_worker;

-- The keys that sign heads, and since when.
create table receipt_signers (
    signer      eth_address not null,
    gateway_id  text        not null,
    valid_from  timestamptz not null,
    valid_until timestamptz,
    primary key (signer, gateway_id)
);
alter table receipt_signers enable row level security;
alter table receipt_signers force row level security;
create policy signers on receipt_signers for select to pb_web using ((select pb_org()) is not null);
create policy house on receipt_signers to pb_owner, pb_worker, pb_gateway, pb_auditor using (true) with check (true);
grant select on receipt_signers to pb_web, pb_worker, pb_auditor;
grant select, insert, update on receipt_signers to pb_gateway;

-- System tables: they hold no tenant's data.

-- One claim or settle transaction; what it claims stands in settlement_claims.
create table settlements (
    id           uuid        primary key,
    kind         text        not null check (kind in ('CLAIM', 'SETTLE')),
    token        eth_address,
    receiver     eth_address,
    state        text        not null default 'OPEN' check (state in ('OPEN', 'FINAL', 'FAILED')),
    failure      text,
    tx_hash      text,
    block_number bigint,
    fee_wei      numeric(78, 0) not null default 0,
    created_at   timestamptz not null,
    finished_at  timestamptz,
    check ((kind = 'SETTLE') = (token is not null and receiver is not null))
);
create unique index settlements_settling on settlements (receiver, token) where kind = 'SETTLE' and state = 'OPEN';
create index settlements_open on settlements (created_at) where state = 'OPEN';

-- A gateway is its log: the log outlives the process that writes it.
create table gateways (
    id            text        primary key,
    log_name      text        not null unique,
    registered_at timestamptz not null,
    heartbeat_at  timestamptz not null,
    retired_at    timestamptz
);

-- One life of the metering store. A new one opens when every log has been replayed into it, or an operator accepts the
-- loss of those that are missing.
create table metering_epochs (
    epoch       bigint      primary key check (epoch > 0),
    run_id      text        not null,
    state       text        not null default 'REBUILDING' check (state in ('REBUILDING', 'OPEN')),
    fenced_at   timestamptz not null,
    opened_at   timestamptz,
    accepted_by text
);
create table epoch_reports (
    epoch       bigint      not null references metering_epochs,
    gateway_id  text        not null references gateways,
    entries     bigint      not null,
    reported_at timestamptz not null,
    primary key (epoch, gateway_id)
);

-- What stood in a usage stream and could not be taken over, kept until it can.
create table usage_rejects (
    stream      text        not null,
    entry_id    text        not null,
    fields      jsonb       not null,
    reason      text        not null,
    rejected_at timestamptz not null,
    primary key (stream, entry_id)
);

grant select, insert, update on settlements, gateways, metering_epochs, epoch_reports to pb_worker;
grant select, insert, delete on usage_rejects to pb_worker;
grant select, insert, update on gateways, metering_epochs, epoch_reports to pb_gateway;
grant select on settlements, gateways, metering_epochs, epoch_reports, usage_rejects to pb_auditor;
grant usage on schema public to pb_gateway;
grant execute on function pb_org() to pb_gateway;
