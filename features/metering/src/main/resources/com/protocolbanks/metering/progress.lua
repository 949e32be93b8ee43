-- ARGV: 5 deadline (ms), 6 key, 7 draft
local hold = redis.call('HGET', KEYS[4], id)
if not hold then return {'NO_HOLD'} end
local amount = string.match(hold, '^%d+')
redis.call('HSET', KEYS[4], id, amount .. '|' .. ARGV[5] .. '|' .. ARGV[6] .. '|' .. ARGV[7])
redis.call('ZADD', KEYS[7], ARGV[5], ARGV[4] .. '|' .. id)
return {'NOTED', redis.call('HGET', KEYS[2], 'frozen') or '0', redis.call('HGET', KEYS[2], 'reason') or ''}
