-- A log that was given up after a loss of the store: nobody waits for it any more, and it is not taken up again.
create table accepted_losses (
    log_name    text        primary key,
    gateway_id  text        not null references gateways,
    epoch       bigint      references metering_epochs,
    accepted_by text        not null check (accepted_by <> ''),
    reason      text        not null check (reason <> ''),
    -- by token: the most that charges can come to that nobody else knows of
    at_most     jsonb       not null,
    accepted_at timestamptz not null
);
alter table metering_epochs drop column accepted_by;

-- What the log of an ended gateway holds and Postgres did not have then; once it has, nobody waits for that log.
alter table gateways add column ended_at timestamptz;
create table gateway_leftovers (
    gateway_id text           not null references gateways,
    channel_id bytea          not null check (length(channel_id) = 32),
    seq        bigint         not null,
    accepted   numeric(39, 0) not null,
    primary key (gateway_id, channel_id)
);
grant select, insert on accepted_losses to pb_gateway;
grant select, insert, delete on gateway_leftovers to pb_gateway;
grant select on gateway_leftovers to pb_worker;
grant select on accepted_losses, gateway_leftovers to pb_auditor;

-- Logs were called after their folder; now they bear a name of their own, under which each gateway registers anew.
update gateways set retired_at = now() where retired_at is null;
