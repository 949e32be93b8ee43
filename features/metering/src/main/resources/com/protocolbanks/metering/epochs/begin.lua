-- KEYS: 1 epoch, 2 where holds are left, 3… what is there of an earlier epoch; ARGV: 1 mark, 2 'last' or '', 3… of each: 'hold' or ''
if redis.call('GET', KEYS[1]) == ARGV[1] then return {'MARKED'} end
for at = 3, #KEYS do
  if ARGV[at] == 'hold' then
    local holds = redis.call('HGETALL', KEYS[at])
    for one = 1, #holds, 2 do redis.call('HSET', KEYS[2], KEYS[at] .. '|' .. holds[one], holds[one + 1]) end
  end
  redis.call('UNLINK', KEYS[at])
end
if ARGV[2] == 'last' then redis.call('SET', KEYS[1], ARGV[1]) end
return {'CLEANED'}
