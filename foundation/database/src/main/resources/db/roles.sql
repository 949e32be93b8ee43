-- The roles of the product, created once per server by an administrator. None of them is superuser or BYPASSRLS.
-- pb_owner   owns the schema and runs migrations (DIRECT_URL)
-- pb_web     the access layer: sees one organization at a time
-- pb_worker  the execution layer: job tables across organizations, payouts of one organization at a time
-- pb_gateway the metering gateway: reads session keys, channels and prices, writes of its own log and epochs
-- pb_auditor reads everything, writes nothing
-- pb_lookup  owns the few functions that find a tenant before it is known; nobody logs in as it
do $$
declare
    role_name text;
begin
    foreach role_name in array array['pb_owner', 'pb_web', 'pb_worker', 'pb_gateway', 'pb_auditor'] loop
        if not exists (select from pg_roles where rolname = role_name) then
            execute format('create role %I login nosuperuser nobypassrls', role_name);
        end if;
    end loop;
    if not exists (select from pg_roles where rolname = 'pb_lookup') then
        create role pb_lookup nologin nosuperuser nobypassrls;
    end if;
    grant pb_lookup to pb_owner;
end
$$;
