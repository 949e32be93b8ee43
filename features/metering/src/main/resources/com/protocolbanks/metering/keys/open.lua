-- KEYS: 1 epoch, 2 key, 3 channel
-- ARGV: 1 mark, 2 payer, 3 config, 4 token, 5 balance, 6 claimed, 7 withdraw, 8 refundnonce, 9 key
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
if redis.call('HEXISTS', KEYS[2], 'limit') == 0 then return {'NO_KEY'} end
if redis.call('HGET', KEYS[2], 'token') ~= ARGV[4] then return {'OTHER_TOKEN'} end
if redis.call('EXISTS', KEYS[3]) == 0 then
  -- what was claimed of a channel that nobody kept was spent all the same
  redis.call('HSET', KEYS[3], 'key', ARGV[9], 'payer', ARGV[2], 'config', ARGV[3], 'accepted', ARGV[6], 'sig', '',
    'spent', ARGV[6], 'held', '0', 'seq', '0', 'claimed', ARGV[6])
  if ARGV[6] ~= '0' then redis.call('HINCRBY', KEYS[2], 'spent', ARGV[6]) end
end
if tonumber(ARGV[6]) > tonumber(redis.call('HGET', KEYS[3], 'claimed')) then
  redis.call('HSET', KEYS[3], 'claimed', ARGV[6])
end
redis.call('HSET', KEYS[3], 'balance', ARGV[5], 'withdraw', ARGV[7], 'refundnonce', ARGV[8])
return {'OPENED'}
