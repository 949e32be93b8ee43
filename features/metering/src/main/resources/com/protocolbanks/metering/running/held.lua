-- KEYS: 1 epoch, 2 holds, 3 deadlines; ARGV: 1 mark, 2 request id, 3 its member of the deadlines
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
local hold = redis.call('HGET', KEYS[2], ARGV[2])
if hold then return {'HELD', hold} end
redis.call('ZREM', KEYS[3], ARGV[3])
return {'NO_HOLD'}
