-- KEYS: 1 epoch, 2 where holds were left; ARGV: 1 mark
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
redis.call('UNLINK', KEYS[2])
return {'FORGOTTEN'}
