-- KEYS: 1 epoch, 2 deadlines; ARGV: 1 mark, 2 now (ms), 3 how many at most
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
return {'LATE', unpack(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[2], 'LIMIT', 0, ARGV[3]))}
