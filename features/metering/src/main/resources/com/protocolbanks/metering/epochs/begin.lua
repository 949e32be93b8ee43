-- KEYS: 1 epoch, 2… what is left of an earlier epoch; ARGV: 1 mark, 2 'last' or ''
if redis.call('GET', KEYS[1]) == ARGV[1] then return {'MARKED'} end
for at = 2, #KEYS do redis.call('UNLINK', KEYS[at]) end
if ARGV[2] == 'last' then redis.call('SET', KEYS[1], ARGV[1]) end
return {'CLEANED'}
