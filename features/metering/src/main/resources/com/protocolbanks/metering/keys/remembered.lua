-- KEYS: 1 epoch, 2 done; ARGV: 1 mark, 2 seconds to remember them, then request id and outcome of each
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
for at = 3, #ARGV, 2 do redis.call('HSET', KEYS[2], ARGV[at], ARGV[at + 1]) end
redis.call('EXPIRE', KEYS[2], ARGV[2])
return {'REMEMBERED'}
