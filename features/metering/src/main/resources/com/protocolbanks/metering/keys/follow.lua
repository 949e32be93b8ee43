-- KEYS: 1 channel; ARGV: 1 block at which it was read, 2 balance, 3 claimed, 4 withdraw, 5 refundnonce
local c = redis.call('HMGET', KEYS[1], 'claimed', 'block')
if not c[1] then return {'NO_CHANNEL'} end
if tonumber(c[2] or 0) > tonumber(ARGV[1]) then return {'OLD'} end
redis.call('HSET', KEYS[1], 'block', ARGV[1], 'balance', ARGV[2], 'withdraw', ARGV[4], 'refundnonce', ARGV[5])
if tonumber(ARGV[3]) > tonumber(c[1]) then redis.call('HSET', KEYS[1], 'claimed', ARGV[3]) end
return {'FOLLOWED'}
