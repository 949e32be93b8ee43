-- Whoever changed a batch after it was submitted: a maker of it, as its submitter is.
create table batch_edits (
    id          bigint generated always as identity primary key,
    org_id      uuid        not null,
    batch_id    uuid        not null,
    member_id   uuid        not null,
    edited_at   timestamptz not null default now(),
    foreign key (org_id, batch_id) references payout_batches (org_id, id),
    foreign key (org_id, member_id) references members (org_id, id)
);
create index on batch_edits (batch_id, member_id);
call tenant_table('batch_edits');

create function editor_is_not_approver() returns trigger language plpgsql as $$
begin
    if exists (select from batch_edits where batch_id = new.batch_id and member_id = new.member_id) then
        raise check_violation using message = 'whoever edited a batch does not approve it', constraint = 'editor_is_not_approver';
    end if;
    return new;
end
$$;
create trigger editor_is_not_approver before insert or update on approvals
    for each row execute function editor_is_not_approver();

-- What was answered to a request that made no resource of its own; null where the answer is built anew from the resource.
alter table idempotency_keys add column answer jsonb;
