-- ARGV: 5 charged, 6 held, 7 digest of the body, 8 body, 9 seconds to remember the outcome
local hold = redis.call('HGET', KEYS[4], id)
if not hold then return {'NO_HOLD'} end
if string.match(hold, '^%d+') ~= ARGV[6] then return {'OTHER_HOLD', hold} end
unhold()
local seq, total = book(ARGV[5], ARGV[7], ARGV[8], ARGV[9])
return {'SETTLED', seq, total}
