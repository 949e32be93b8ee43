-- KEYS: 1 epoch, 2 channel, 3 tail; ARGV: 1 mark, 2 behind which seq, 3 how many at most
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
local seq = redis.call('HGET', KEYS[2], 'seq')
if not seq then return {'NO_CHANNEL'} end
local found = redis.call('ZRANGEBYSCORE', KEYS[3], '(' .. ARGV[2], '+inf', 'LIMIT', 0, ARGV[3])
local behind = {'BEHIND', seq, '0'}
for _, one in ipairs(found) do
  -- seq:spent:digest:body
  local place, spent, from = string.match(one, '^(%d+):(%d+):0x%x+:()')
  behind[#behind + 1] = place .. '|' .. spent .. '|' .. string.sub(one, from)
  if #found == tonumber(ARGV[3]) then behind[2], behind[3] = place, '1' end
end
return behind
