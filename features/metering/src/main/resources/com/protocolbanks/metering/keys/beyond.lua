-- KEYS: 1 epoch, 2 tail; ARGV: 1 mark, then seq and place of each
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
for at = 2, #ARGV, 2 do redis.call('ZADD', KEYS[2], ARGV[at], ARGV[at + 1]) end
return {'PLACED'}
