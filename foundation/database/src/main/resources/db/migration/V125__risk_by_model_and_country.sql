-- A key may also be kept to models up to a price (the tier of a model is what a million of its output tokens cost), and to
-- a number of countries.
alter table risk_rules drop constraint risk_rules_kind_check;
alter table risk_rules add constraint risk_rules_kind_check
    check (kind in ('REQUESTS_PER_MINUTE', 'SPEND_PER_MINUTE', 'SPEND_PER_DAY', 'MODEL_PRICE', 'COUNTRIES'));

-- From which countries a key was used, as the proxy before a gateway says; rows are only ever added, by gateways.
create table session_key_countries (
    key_id   uuid        not null references session_keys,
    org_id   uuid        not null,
    country  text        not null check (country ~ '^[A-Z0-9]{2}$'),
    first_at timestamptz not null,
    primary key (key_id, country)
);
call tenant_table('session_key_countries');
create policy gateway on session_key_countries to pb_gateway using (true) with check (true);
create policy usage on session_key_countries for select to pb_worker using (true);
grant select, insert on session_key_countries to pb_gateway;
revoke insert, update, delete on session_key_countries from pb_web, pb_worker;
