-- KEYS: 1 epoch, 2 key, 3 channel, 4 receipts, 5 tail, 6 done
-- ARGV: 1 mark, 2 channel id, 3 request id, 4 seq, 5 spent, 6 digest of the body, 7 body, 8 seconds to remember it or '0',
--       9 whether its stream has it: '1' or ''
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
if redis.call('EXISTS', KEYS[2]) == 0 then return {'NO_KEY'} end
local c = redis.call('HMGET', KEYS[3], 'seq', 'spent', 'kept')
if not c[1] then return {'NO_CHANNEL'} end
local place = ARGV[4] .. ':' .. ARGV[5] .. ':' .. ARGV[6] .. ':'
local there = redis.call('ZRANGEBYSCORE', KEYS[5], ARGV[4], ARGV[4])
if there[1] and string.sub(there[1], 1, #place) ~= place then return {'TAKEN'} end
if ARGV[8] ~= '0' then
  redis.call('HSET', KEYS[6], ARGV[3], ARGV[4] .. '|' .. ARGV[5] .. '|' .. ARGV[7])
  redis.call('EXPIRE', KEYS[6], ARGV[8])
end
-- what Postgres has needs no saying again
if there[1] or tonumber(ARGV[4]) <= tonumber(c[3] or 0) then return {'RESTORED'} end
redis.call('ZADD', KEYS[5], ARGV[4], place .. ARGV[7])
if ARGV[9] == '' then
  redis.call('XADD', KEYS[4], '*', 't', 'receipt', 'c', ARGV[2], 'n', ARGV[4], 's', ARGV[5], 'd', ARGV[6], 'b', ARGV[7])
end
if tonumber(ARGV[4]) > tonumber(c[1]) then
  local more = string.format('%.0f', tonumber(ARGV[5]) - tonumber(c[2]))
  redis.call('HSET', KEYS[3], 'seq', ARGV[4], 'spent', ARGV[5])
  redis.call('HINCRBY', KEYS[2], 'spent', more)
end
return {'RESTORED'}
