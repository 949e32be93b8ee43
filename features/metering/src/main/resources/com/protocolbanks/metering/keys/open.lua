-- KEYS: 1 epoch, 2 key, 3 channel
-- ARGV: 1 mark, 2 payer, 3 config, 4 token, 5 balance, 6 claimed, 7 withdraw, 8 refundnonce, 9 key,
--       of a channel that may be new also: 10 seq, 11 spent
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
if redis.call('HEXISTS', KEYS[2], 'limit') == 0 then return {'NO_KEY'} end
if redis.call('HGET', KEYS[2], 'token') ~= ARGV[4] then return {'OTHER_TOKEN'} end
if redis.call('EXISTS', KEYS[3]) == 0 then
  if not ARGV[10] then return {'NO_CHANNEL'} end
  -- what was claimed of a channel that nobody kept was spent all the same
  local spent = tonumber(ARGV[11]) > tonumber(ARGV[6]) and ARGV[11] or ARGV[6]
  redis.call('HSET', KEYS[3], 'key', ARGV[9], 'payer', ARGV[2], 'config', ARGV[3], 'accepted', ARGV[6], 'sig', '',
    'spent', spent, 'held', '0', 'seq', ARGV[10], 'claimed', ARGV[6])
  if spent ~= '0' then redis.call('HINCRBY', KEYS[2], 'spent', spent) end
end
if tonumber(ARGV[6]) > tonumber(redis.call('HGET', KEYS[3], 'claimed')) then
  redis.call('HSET', KEYS[3], 'claimed', ARGV[6])
end
redis.call('HSET', KEYS[3], 'balance', ARGV[5], 'withdraw', ARGV[7], 'refundnonce', ARGV[8])
return {'OPENED'}
