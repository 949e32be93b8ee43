-- Who the customer is, and the rules by which one customer never sees another.

create domain eth_address as text check (value ~ '^0x[0-9a-f]{40}$');

create function pb_org() returns uuid
    language sql stable
    return nullif(current_setting('pb.org_id', true), '')::uuid;

-- Gives a table the tenant's policies: web and worker see the organization set by SET LOCAL pb.org_id, nothing else.
create procedure tenant_table(table_name regclass, org_column text default 'org_id')
    language plpgsql as $$
begin
    execute format('alter table %s enable row level security', table_name);
    execute format('alter table %s force row level security', table_name);
    execute format(
        'create policy tenant on %s to pb_web, pb_worker using (%I = (select pb_org())) with check (%I = (select pb_org()))',
        table_name, org_column, org_column);
    execute format('create policy audit on %s for select to pb_auditor using (true)', table_name);
    execute format('grant select, insert, update, delete on %s to pb_web, pb_worker', table_name);
    execute format('grant select on %s to pb_auditor', table_name);
end
$$;

grant usage on schema public to pb_web, pb_worker, pb_auditor, pb_lookup;
grant create on schema public to pb_lookup;

create table organizations (
    id             uuid        primary key default gen_random_uuid(),
    name           text        not null check (length(name) between 1 and 200),
    wallet_address eth_address not null unique,
    created_at     timestamptz not null default now(),
    chain_id       bigint      not null check (chain_id > 0),
    payout_mode    text        not null default 'MODULE' check (payout_mode in ('MODULE', 'POOL', 'PULL')),
    locale         text        not null default 'en' check (locale in ('en', 'zh')),
    debtor_account text,
    debtor_agent   text
);
call tenant_table('organizations', 'id');

-- Tokens an organization pays in. unit is the unit of account; at_par says whether one token counts as one unit.
create table tokens (
    org_id        uuid        not null references organizations,
    symbol        text        not null check (symbol ~ '^[A-Z0-9]{1,12}$'),
    token_address eth_address not null,
    decimals      int         not null check (decimals between 0 and 18),
    unit          text        not null check (unit ~ '^[A-Z]{3}$'),
    at_par        boolean     not null default true,
    created_at    timestamptz not null default now(),
    primary key (org_id, symbol),
    unique (org_id, token_address)
);
call tenant_table('tokens');

-- Envelope encryption: the organization's data key, wrapped by the master key that only the apps hold.
create table organization_keys (
    org_id      uuid        not null references organizations,
    key_version int         not null,
    wrapped_key bytea       not null,
    created_at  timestamptz not null default now(),
    primary key (org_id, key_version)
);
call tenant_table('organization_keys');
