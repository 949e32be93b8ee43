#!/bin/sh
# Runs once, when the database folder is empty: the roles of the product, their passwords, and its database.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres -f /roles.sql
psql -v ON_ERROR_STOP=1 -U postgres \
  -v owner="$PB_OWNER_PASSWORD" -v web="$PB_WEB_PASSWORD" -v worker="$PB_WORKER_PASSWORD" \
  -v gateway="$PB_GATEWAY_PASSWORD" -v auditor="$PB_AUDITOR_PASSWORD" <<'END'
alter role pb_owner password :'owner';
alter role pb_web password :'web';
alter role pb_worker password :'worker';
alter role pb_gateway password :'gateway';
alter role pb_auditor password :'auditor';
create database protocolbanks owner pb_owner;
END
