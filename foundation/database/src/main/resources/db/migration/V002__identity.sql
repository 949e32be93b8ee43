-- Members, their roles and wallets, and the credentials by which they come in.

create table members (
    id             uuid        primary key default gen_random_uuid(),
    org_id         uuid        not null references organizations,
    name           text        not null check (length(name) between 1 and 200),
    email          text,
    locale         text        not null default 'en' check (locale in ('en', 'zh')),
    created_at     timestamptz not null default now(),
    deactivated_at timestamptz,
    unique (org_id, id)
);
call tenant_table('members');

create table member_roles (
    org_id    uuid not null,
    member_id uuid not null,
    role      text not null check (role in ('OWNER', 'PREPARER', 'APPROVER', 'VIEWER')),
    primary key (org_id, member_id, role),
    foreign key (org_id, member_id) references members (org_id, id)
);
call tenant_table('member_roles');

create table member_wallets (
    org_id      uuid        not null,
    member_id   uuid        not null,
    address     eth_address not null,
    verified_at timestamptz,
    primary key (org_id, address),
    foreign key (org_id, member_id) references members (org_id, id)
);
call tenant_table('member_wallets');

create table api_keys (
    id           uuid        primary key default gen_random_uuid(),
    org_id       uuid        not null,
    member_id    uuid        not null,
    name         text        not null,
    prefix       text        not null unique,
    secret_hash  bytea       not null,
    scopes       text[]      not null,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    foreign key (org_id, member_id) references members (org_id, id)
);
call tenant_table('api_keys');

create table sign_in_links (
    token_hash bytea       primary key,
    org_id     uuid        not null,
    member_id  uuid        not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at    timestamptz,
    foreign key (org_id, member_id) references members (org_id, id)
);
call tenant_table('sign_in_links');

-- Look-ups before the tenant is known: each returns what is needed to set it, and no more.
create policy lookup on api_keys for select to pb_lookup using (true);
create policy lookup on sign_in_links for select to pb_lookup using (true);
create policy lookup on member_wallets for select to pb_lookup using (true);
create policy lookup on members for select to pb_lookup using (true);
create policy lookup on organizations for select to pb_lookup using (true);
grant select on api_keys, sign_in_links, member_wallets, members, organizations to pb_lookup;

create function find_api_key(key_prefix text)
    returns table (id uuid, org_id uuid, member_id uuid, secret_hash bytea, scopes text[], expires_at timestamptz, revoked_at timestamptz)
    language sql stable security definer set search_path = public
    as $$ select k.id, k.org_id, k.member_id, k.secret_hash, k.scopes, k.expires_at, k.revoked_at
          from api_keys k join members m on m.id = k.member_id
          where k.prefix = key_prefix and m.deactivated_at is null $$;

create function find_sign_in_link(link_hash bytea)
    returns table (org_id uuid, member_id uuid, expires_at timestamptz, used_at timestamptz)
    language sql stable security definer set search_path = public
    as $$ select l.org_id, l.member_id, l.expires_at, l.used_at
          from sign_in_links l join members m on m.id = l.member_id
          where l.token_hash = link_hash and m.deactivated_at is null $$;

create function find_memberships(wallet text)
    returns table (org_id uuid, org_name text, member_id uuid)
    language sql stable security definer set search_path = public
    as $$ select w.org_id, o.name, w.member_id
          from member_wallets w join members m on m.id = w.member_id join organizations o on o.id = w.org_id
          where w.address = wallet and m.deactivated_at is null order by o.name $$;

alter function find_api_key owner to pb_lookup;
alter function find_sign_in_link owner to pb_lookup;
alter function find_memberships owner to pb_lookup;
revoke execute on function find_api_key, find_sign_in_link, find_memberships from public;
grant execute on function find_api_key, find_sign_in_link, find_memberships to pb_web;
