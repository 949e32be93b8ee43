-- An address is confirmed for one person: the same member may confirm it for another, and a payroll takes it for that person only.
alter table vouched_addresses drop constraint vouched_addresses_pkey;
alter table vouched_addresses add primary key (org_id, employee_id, address, vouched_by);
