-- Done jobs are deleted after some days.
create index outbox_done on outbox (done_at) where done_at is not null;
