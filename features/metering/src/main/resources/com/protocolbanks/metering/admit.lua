-- ARGV: 5 mode, 6 route, 7 amount, 8 ceiling, 9 voucher's signature or '', 10 deadline (ms), 11 key, 12 draft
if redis.call('HEXISTS', KEYS[4], id) == 1 then return {'IN_PROGRESS'} end
if k[5] ~= '0' or c[8] ~= '0' then return answer('KEY_FROZEN') end
local now = tonumber(ARGV[2])
if now >= tonumber(k[4]) * 1000 then return answer('KEY_EXPIRED') end
if not listed(k[6], ARGV[6]) then return answer('ROUTE_NOT_ALLOWED') end
if not listed(k[7], c[10]) then return answer('PAYER_NOT_ALLOWED') end
local rate, minute, count = tonumber(k[8]), math.floor(now / 60000), 0
if rate > 0 then
  if tonumber(k[9] or 0) >= minute then minute, count = tonumber(k[9]), tonumber(k[10]) end
  if count >= rate then return answer('RATE_LIMITED') end
end

local amount, ceiling, limit = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(k[1])
local balance, accepted, spent, held = tonumber(c[1]), tonumber(c[3]), tonumber(c[5]), tonumber(c[6])
if ARGV[5] == 'STRICT' then
  if held > 0 then return answer('CHANNEL_BUSY') end
  if ceiling - spent ~= amount then return answer('CUMULATIVE_MISMATCH') end
end
local raised = ARGV[9] ~= '' and ceiling > accepted
if raised then
  if ceiling > balance or ceiling > limit then return answer('OUT_OF_MONEY') end
  accepted = ceiling
end
-- differences only: a sum of two amounts may be too great to be exact
if amount > accepted - spent - held or amount > balance - spent - held
    or amount > limit - tonumber(k[2]) - tonumber(k[3]) then
  return answer('OUT_OF_MONEY')
end
if raised then raise(ARGV[8], ARGV[9], KEYS[8], ARGV[4]) end
if rate > 0 then redis.call('HSET', KEYS[2], 'minute', whole(minute), 'count', whole(count + 1)) end
