-- KEYS: 1 epoch, 2 key; ARGV: 1 mark
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
return {redis.call('HEXISTS', KEYS[2], 'limit') == 1 and 'LOADED' or 'NO_KEY'}
