-- KEYS: 1 epoch, 2 receipts; ARGV: 1 mark, 2 from where, 3 how many at most
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
return {'ENTRIES', unpack(redis.call('XRANGE', KEYS[2], ARGV[2], '+', 'COUNT', ARGV[3]))}
