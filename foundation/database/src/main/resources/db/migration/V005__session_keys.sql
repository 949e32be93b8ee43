-- Session keys of AI billing: who may spend, how much, until when.

create table session_keys (
    id            uuid           primary key default gen_random_uuid(),
    org_id        uuid           not null references organizations,
    public_key    text           not null unique,
    limit_amount  numeric(20, 8) not null check (limit_amount >= 0),
    current_usage numeric(20, 8) not null default 0,
    expires_at    timestamptz    not null,
    is_frozen     boolean        not null default false,
    created_at    timestamptz    not null default now()
);
call tenant_table('session_keys');
