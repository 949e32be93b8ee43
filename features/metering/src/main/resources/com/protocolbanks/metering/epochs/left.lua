-- KEYS: 1 epoch, 2 where holds are left; ARGV: 1 mark
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
return {'LEFT', redis.call('HVALS', KEYS[2])}
