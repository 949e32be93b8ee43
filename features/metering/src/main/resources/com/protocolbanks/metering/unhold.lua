-- Takes the running request off the books of its key and channel; answers what it held, or nothing when it holds nothing.
local function unhold()
  local hold = redis.call('HGET', KEYS[4], id)
  if not hold then return nil end
  local amount = string.match(hold, '^%d+')
  redis.call('HDEL', KEYS[4], id)
  redis.call('ZREM', KEYS[7], ARGV[4] .. '|' .. id)
  if amount ~= '0' then
    redis.call('HINCRBY', KEYS[2], 'held', '-' .. amount)
    redis.call('HINCRBY', KEYS[3], 'held', '-' .. amount)
  end
  return amount
end
