-- After a loss of the store a gateway looks for a channel's receipts also where they lie until the channel is known.
grant select on usage_rejects to pb_gateway;
create index usage_rejects_of_channel on usage_rejects ((fields ->> 'c')) where reason = 'CHANNEL_UNKNOWN';
