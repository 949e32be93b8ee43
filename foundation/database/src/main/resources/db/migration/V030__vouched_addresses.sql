-- New addresses of known people, each confirmed by a member; a submission takes only those of other members.
create table vouched_addresses (
    org_id      uuid        not null,
    address     eth_address not null,
    employee_id uuid        not null,
    vouched_by  uuid        not null,
    vouched_at  timestamptz not null default now(),
    primary key (org_id, address, vouched_by),
    foreign key (org_id, employee_id) references employees (org_id, id),
    foreign key (org_id, vouched_by) references members (org_id, id)
);
call tenant_table('vouched_addresses');
