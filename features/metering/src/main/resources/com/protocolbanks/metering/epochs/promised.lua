-- KEYS: 1 epoch, 2 key, 3 channel, 4 receipts; ARGV: 1 mark, 2 channel id, 3 amount, 4 voucher's signature,
-- 5 whether its stream has it: '1' or ''
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
if redis.call('EXISTS', KEYS[2]) == 0 then return {'NO_KEY'} end
local c = redis.call('HMGET', KEYS[3], 'accepted', 'balance', 'config')
if not c[1] then return {'NO_CHANNEL'} end
if tonumber(ARGV[3]) > tonumber(c[1]) and tonumber(ARGV[3]) <= tonumber(c[2]) then
  redis.call('HSET', KEYS[3], 'accepted', ARGV[3], 'sig', ARGV[4])
  if ARGV[5] == '' then
    redis.call('XADD', KEYS[4], '*', 't', 'voucher', 'c', ARGV[2], 'a', ARGV[3], 'g', ARGV[4], 'f', c[3])
  end
end
return {'RESTORED'}
