-- People, batches, items, legs, approvals, documents.

create table employees (
    id              uuid        primary key default gen_random_uuid(),
    org_id          uuid        not null references organizations,
    name            text        not null check (length(name) between 1 and 200),
    wallet_address  eth_address not null,
    payment_config  jsonb       not null default '{}',
    created_at      timestamptz not null default now(),
    employee_number text,
    email           text,
    bank_details    bytea,
    updated_at      timestamptz not null default now(),
    archived_at     timestamptz,
    unique (org_id, wallet_address),
    unique (org_id, employee_number),
    unique (org_id, id)
);
call tenant_table('employees');

create table employee_changes (
    id          bigint generated always as identity primary key,
    org_id      uuid        not null references organizations,
    employee_id uuid        not null references employees,
    changed_by  uuid,
    field       text        not null,
    old_value   text,
    new_value   text,
    changed_at  timestamptz not null default now()
);
create index on employee_changes (employee_id, id);
call tenant_table('employee_changes');

create table payout_batches (
    id              uuid          primary key default gen_random_uuid(),
    org_id          uuid          not null references organizations,
    total_amount    numeric(20, 8) not null check (total_amount >= 0),
    token_symbol    text          not null,
    status          text          not null default 'PENDING',
    tx_hash         text,
    created_at      timestamptz   not null default now(),
    stage           text          not null default 'AWAITING_APPROVAL',
    pay_period      text,
    item_count      int           not null check (item_count > 0),
    created_by      uuid          not null,
    file_name       text,
    file_sha256     bytea,
    confirmed_codes text[]        not null default '{}',
    run             int           not null default 1 check (run >= 1),
    last_seq        bigint        not null default 0,
    stalled_since   timestamptz,
    stall_reason    text,
    cancel_requested_at timestamptz,
    updated_at      timestamptz   not null default now(),
    completed_at    timestamptz,
    foreign key (org_id, created_by) references members (org_id, id),
    unique (id, created_by),
    unique (org_id, id),
    constraint batch_stage check (
        (status = 'PENDING' and stage in ('AWAITING_APPROVAL', 'QUEUED'))
        or (status = 'PROCESSING' and stage in ('SENDING', 'CONFIRMING', 'AWAITING_BANK'))
        or (status = 'COMPLETED' and stage in ('DOCUMENTS', 'DONE'))
        or (status = 'FAILED' and stage in ('REJECTED', 'EXPIRED', 'CANCELLED')))
);
create index on payout_batches (org_id, created_at desc, id);
create index on payout_batches (org_id, file_sha256);
call tenant_table('payout_batches');

create table payout_items (
    id              uuid           primary key default gen_random_uuid(),
    org_id          uuid           not null,
    batch_id        uuid           not null,
    employee_id     uuid           not null,
    amount          numeric(20, 8) not null check (amount > 0),
    status          text           not null default 'PENDING' check (status in ('PENDING', 'SUCCESS', 'FAILED')),
    tx_hash         text,
    created_at      timestamptz    not null default now(),
    row_number      int            not null,
    name            text           not null,
    wallet_address  eth_address    not null,
    employee_number text,
    email           text,
    note            text,
    split           jsonb,
    paid_amount     numeric(20, 8) not null default 0,
    reason          text,
    foreign key (org_id, batch_id) references payout_batches (org_id, id),
    foreign key (org_id, employee_id) references employees (org_id, id),
    unique (batch_id, row_number)
);
create index on payout_items (employee_id);
call tenant_table('payout_items');

-- One payment of an item on one rail in one asset; units are the asset's smallest.
create table payout_legs (
    id             uuid           primary key default gen_random_uuid(),
    org_id         uuid           not null,
    batch_id       uuid           not null,
    item_id        uuid           not null references payout_items,
    row_number     int            not null,
    rail           text           not null check (rail in ('CHAIN', 'FIAT')),
    asset          text           not null,
    decimals       int            not null check (decimals between 0 and 18),
    units          numeric(38, 0) not null check (units > 0),
    to_address     eth_address,
    payee_name     text           not null,
    bank_details   bytea,
    bank_hash      bytea,
    status         text           not null default 'PENDING' check (status in ('PENDING', 'SUCCESS', 'FAILED')),
    reason         text,
    tx_hash        text,
    bank_reference text,
    run            int,
    chunk_index    int,
    item_index     int,
    settled_at     timestamptz,
    foreign key (org_id, batch_id) references payout_batches (org_id, id),
    unique (item_id, rail, asset),
    constraint leg_rail check ((rail = 'CHAIN' and to_address is not null) or (rail = 'FIAT' and bank_details is not null and bank_hash is not null))
);
create index on payout_legs (batch_id, asset, row_number);
create index on payout_legs (batch_id, run, asset, chunk_index, item_index);
call tenant_table('payout_legs');

-- What the owners are asked to sign: one per batch, token (or bank file) and run.
create table approval_requests (
    id               uuid           primary key default gen_random_uuid(),
    org_id           uuid           not null,
    batch_id         uuid           not null,
    run              int            not null,
    kind             text           not null check (kind in ('CHAIN', 'FIAT')),
    asset            text           not null,
    decimals         int            not null,
    chain_id         bigint         not null,
    token_address    eth_address,
    operator         eth_address,
    contract_address eth_address    not null,
    mode             text           not null,
    onchain_batch_id bytea          not null check (length(onchain_batch_id) = 32),
    batch_key        bytea          not null check (length(batch_key) = 32),
    digest           bytea          not null check (length(digest) = 32),
    root             bytea          not null check (length(root) = 32),
    total_units      numeric(38, 0) not null,
    leg_count        int            not null,
    chunk_size       int            not null,
    chunk_count      int            not null,
    valid_after      timestamptz    not null,
    valid_before     timestamptz    not null,
    status           text           not null default 'OPEN' check (status in ('OPEN', 'APPROVED', 'VOID', 'DEAD')),
    signature        bytea,
    created_at       timestamptz    not null default now(),
    approved_at      timestamptz,
    foreign key (org_id, batch_id) references payout_batches (org_id, id)
);
create unique index approval_requests_current on approval_requests (batch_id, run, kind, asset) where status in ('OPEN', 'APPROVED');
call tenant_table('approval_requests');

create table approvals (
    id         uuid        primary key default gen_random_uuid(),
    org_id     uuid        not null,
    request_id uuid        not null references approval_requests,
    batch_id   uuid        not null,
    maker_id   uuid        not null,
    member_id  uuid        not null,
    signer     eth_address not null,
    signature  bytea       not null,
    created_at timestamptz not null default now(),
    foreign key (batch_id, maker_id) references payout_batches (id, created_by),
    foreign key (org_id, member_id) references members (org_id, id),
    unique (request_id, signer),
    constraint maker_is_not_approver check (member_id <> maker_id)
);
call tenant_table('approvals');

create table batch_events (
    org_id   uuid        not null,
    batch_id uuid        not null,
    seq      bigint      not null,
    type     text        not null,
    data     jsonb       not null,
    at       timestamptz not null default now(),
    primary key (batch_id, seq),
    foreign key (org_id, batch_id) references payout_batches (org_id, id)
);
call tenant_table('batch_events');

create table documents (
    id         uuid        primary key default gen_random_uuid(),
    org_id     uuid        not null,
    batch_id   uuid        not null,
    item_id    uuid        references payout_items,
    kind       text        not null check (kind in ('REPORT', 'PAYSLIP', 'BANK_FILE', 'JOURNAL', 'ITEMS_CSV')),
    locale     text        not null,
    sha256     bytea       not null check (length(sha256) = 32),
    content    bytea,
    created_at timestamptz not null default now(),
    foreign key (org_id, batch_id) references payout_batches (org_id, id),
    unique nulls not distinct (batch_id, item_id, kind, locale)
);
call tenant_table('documents');

create table idempotency_keys (
    org_id      uuid        not null references organizations,
    caller      text        not null,
    route       text        not null,
    key         text        not null check (length(key) between 1 and 255),
    fingerprint bytea       not null,
    status      int,
    resource_id uuid,
    created_at  timestamptz not null default now(),
    primary key (org_id, caller, route, key)
);
call tenant_table('idempotency_keys');
