-- Why a request may not go ahead, or nothing. Reads where key (k) and channel (c) stand; takes a higher voucher, if it brings one,
-- and counts it among the minute's. Amounts and ceiling are texts, the signature is the voucher's or ''.
local function refused(mode, route, amount, ceiling, signature)
  if k[5] ~= '0' or c[8] ~= '0' then return 'KEY_FROZEN' end
  local now = tonumber(ARGV[2])
  if now >= tonumber(k[4]) * 1000 then return 'KEY_EXPIRED' end
  if not listed(k[6], route) then return 'ROUTE_NOT_ALLOWED' end
  if not listed(k[7], c[10]) then return 'PAYER_NOT_ALLOWED' end
  local rate, minute, count = tonumber(k[8]), math.floor(now / 60000), 0
  if rate > 0 then
    if tonumber(k[9] or 0) >= minute then minute, count = tonumber(k[9]), tonumber(k[10]) end
    if count >= rate then return 'RATE_LIMITED' end
  end

  local price, most, limit = tonumber(amount), tonumber(ceiling), tonumber(k[1])
  local balance, accepted, spent, held = tonumber(c[1]), tonumber(c[3]), tonumber(c[5]), tonumber(c[6])
  if mode == 'STRICT' then
    if held > 0 then return 'CHANNEL_BUSY' end
    if most - spent ~= price then return 'CUMULATIVE_MISMATCH' end
  end
  local raised = signature ~= '' and most > accepted
  if raised then
    if most > balance or most > limit then return 'OUT_OF_MONEY' end
    accepted = most
  end
  -- differences only: a sum of two amounts may be too great to be exact
  if price > accepted - spent - held or price > balance - spent - held
      or price > limit - tonumber(k[2]) - tonumber(k[3]) then
    return 'OUT_OF_MONEY'
  end
  if raised then raise(ceiling, signature, KEYS[8], ARGV[4]) end
  if rate > 0 then
    k[9], k[10] = whole(minute), whole(count + 1)
    redis.call('HSET', KEYS[2], 'minute', k[9], 'count', k[10])
  end
end
