-- ARGV: 5 mode, 6 route, 7 amount, 8 ceiling, 9 voucher's signature or '', 10 deadline (ms), 11 key, 12 draft
if redis.call('HEXISTS', KEYS[4], id) == 1 then return {'IN_PROGRESS'} end
local refusal = refused(ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9])
if refusal then return answer(refusal) end
redis.call('HSET', KEYS[4], id, ARGV[7] .. '|' .. ARGV[10] .. '|' .. ARGV[11] .. '|' .. ARGV[12])
redis.call('ZADD', KEYS[7], ARGV[10], ARGV[4] .. '|' .. id)
k[3] = whole(redis.call('HINCRBY', KEYS[2], 'held', ARGV[7]))
c[6] = whole(redis.call('HINCRBY', KEYS[3], 'held', ARGV[7]))
return answer('HELD')
