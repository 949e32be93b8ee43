-- Channels the worker has not yet asked the chain about.
create index usage_channels_never_read on usage_channels (channel_id) where chain_block = 0;
