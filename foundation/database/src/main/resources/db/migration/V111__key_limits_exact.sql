-- 10 ^ n of whole numbers is a double; a limit is compared exactly.
alter table session_keys drop constraint session_keys_limit;
alter table session_keys add constraint session_keys_limit
    check (limit_amount * power(10::numeric, token_decimals::numeric) <= 9007199254740991);

-- The gateway refuses by the rules on the number of requests.
create policy gateway on risk_rules for select to pb_gateway using (true);
grant select on risk_rules to pb_gateway;
