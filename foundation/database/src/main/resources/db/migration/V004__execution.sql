-- Jobs, leases, chunks, nonces and signed bytes: what the worker lives on.

create table payout_chunks (
    request_id   uuid           not null references approval_requests,
    chunk_index  int            not null,
    org_id       uuid           not null,
    batch_id     uuid           not null,
    run          int            not null,
    asset        text           not null,
    item_count   int            not null check (item_count between 1 and 200),
    units        numeric(38, 0) not null,
    status       text           not null default 'WAITING' check (status in ('WAITING', 'SENDING', 'UNKNOWN', 'FINAL')),
    -- the newest transaction, and the newest one whose outcome is written into the legs
    tx_hash      text,
    settled_hash text,
    gas_used     bigint,
    fee_wei      numeric(78, 0) not null default 0,
    block_number bigint,
    updated_at   timestamptz    not null default now(),
    primary key (request_id, chunk_index),
    foreign key (org_id, batch_id) references payout_batches (org_id, id)
);
create index on payout_chunks (batch_id, run, asset, chunk_index);
call tenant_table('payout_chunks');

-- Work to announce; written in the transaction that makes the work due.
create table outbox (
    id         bigint generated always as identity primary key,
    org_id     uuid        not null,
    topic      text        not null,
    subject_id uuid        not null,
    created_at timestamptz not null default now(),
    due_at     timestamptz not null default now(),
    pushed_at  timestamptz,
    push_count int         not null default 0,
    done_at    timestamptz
);
create index outbox_due on outbox (due_at) where done_at is null;
create index outbox_subject on outbox (topic, subject_id) where done_at is null;
alter table outbox enable row level security;
alter table outbox force row level security;
create policy tenant on outbox to pb_web using (org_id = (select pb_org())) with check (org_id = (select pb_org()));
create policy jobs on outbox to pb_worker using (true) with check (true);
create policy audit on outbox for select to pb_auditor using (true);
grant select, insert, update on outbox to pb_web;
grant select, insert, update, delete on outbox to pb_worker;
grant select on outbox to pb_auditor;

-- System tables: they hold no tenant's data and only the worker touches them.
create table leases (
    subject_kind text        not null,
    subject_id   uuid        not null,
    org_id       uuid,
    epoch        bigint      not null default 0,
    owner        text,
    until        timestamptz not null,
    primary key (subject_kind, subject_id)
);

-- Binds a nonce to one subject for ever.
create table nonces (
    signer       eth_address not null,
    chain_id     bigint      not null,
    nonce        bigint      not null check (nonce >= 0),
    org_id       uuid        not null,
    subject_kind text        not null,
    subject_id   uuid        not null,
    subject_part text        not null,
    state        text        not null default 'BOUND' check (state in ('BOUND', 'CONSUMED', 'FILLED')),
    created_at   timestamptz not null default now(),
    consumed_at_block bigint,
    primary key (signer, chain_id, nonce)
);
create index on nonces (subject_kind, subject_id, subject_part);

-- Every signed variant, stored before a byte leaves.
create table attempts (
    signer       eth_address    not null,
    chain_id     bigint         not null,
    nonce        bigint         not null,
    hash         bytea          not null check (length(hash) = 32),
    raw          bytea          not null,
    to_address   eth_address    not null,
    gas_limit    bigint         not null,
    max_fee      numeric(78, 0) not null,
    max_priority numeric(78, 0) not null,
    state        text           not null default 'SIGNED' check (state in ('SIGNED', 'SENT', 'UNKNOWN', 'SUCCEEDED', 'REVERTED', 'EXCLUDED')),
    send_count   int            not null default 0,
    created_at   timestamptz    not null default now(),
    last_sent_at timestamptz,
    block_number bigint,
    block_hash   bytea,
    gas_used     bigint,
    gas_price    numeric(78, 0),
    primary key (signer, chain_id, nonce, hash),
    unique (chain_id, hash),
    foreign key (signer, chain_id, nonce) references nonces
);
create index attempts_open on attempts (signer, chain_id, nonce) where state in ('SIGNED', 'SENT', 'UNKNOWN');

create table chain_heights (
    chain_id   bigint primary key,
    height     bigint not null,
    block_hash bytea  not null,
    seen_at    timestamptz not null default now()
);

grant select, insert, update, delete on leases, nonces, attempts, chain_heights to pb_worker;
grant select on leases, nonces, attempts, chain_heights to pb_auditor;
