-- KEYS: 1 epoch, 2 key, 3… channels
-- ARGV: 1 mark, 2 generation, 3 frozen, 4 reason, 5 limit, 6 exp, 7 routes, 8 payers, 9 rate, 10 org, 11 keyid,
--       12 token, 13 spent, then 12 of each channel
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
if redis.call('HEXISTS', KEYS[2], 'limit') == 0 then
  -- a freeze that was published before the key was loaded stands
  if tonumber(redis.call('HGET', KEYS[2], 'gen') or -1) < tonumber(ARGV[2]) then
    redis.call('HSET', KEYS[2], 'gen', ARGV[2], 'frozen', ARGV[3], 'reason', ARGV[4])
  end
  redis.call('HSET', KEYS[2], 'limit', ARGV[5], 'exp', ARGV[6], 'routes', ARGV[7], 'payers', ARGV[8], 'rate', ARGV[9],
    'org', ARGV[10], 'keyid', ARGV[11], 'token', ARGV[12], 'spent', ARGV[13], 'held', '0')
end
for channel = 3, #KEYS do
  local at = 13 + (channel - 3) * 12
  if redis.call('EXISTS', KEYS[channel]) == 0 then
    redis.call('HSET', KEYS[channel], 'key', ARGV[at + 1], 'payer', ARGV[at + 2], 'config', ARGV[at + 3],
      'balance', ARGV[at + 4], 'claimed', ARGV[at + 5], 'accepted', ARGV[at + 6], 'sig', ARGV[at + 7],
      'spent', ARGV[at + 8], 'held', '0', 'seq', ARGV[at + 9],
      'kept', ARGV[at + 10], 'withdraw', ARGV[at + 11], 'refundnonce', ARGV[at + 12])
  end
end
return {'LOADED'}
