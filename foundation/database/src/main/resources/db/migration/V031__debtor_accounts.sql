-- The bank account an organization's bank files are drawn on.
create table debtor_accounts (
    org_id   uuid primary key references organizations,
    name     text not null check (length(name) between 1 and 140),
    account  text not null check (length(account) between 1 and 34),
    agent    text not null default '' check (length(agent) <= 35),
    set_by   uuid not null,
    set_at   timestamptz not null default now()
);
call tenant_table('debtor_accounts');
