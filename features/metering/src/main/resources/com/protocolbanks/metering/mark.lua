-- KEYS: 1 epoch, 2 key, 3 channel, 4 holds, 5 done, 6 done before, 7 deadlines, 8 receipts, 9 tail,
--       shortly before the hour also: 10 done in the next
-- ARGV: 1 mark, 2 now (ms), 3 request id, 4 channel id
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
-- Lua writes a number above 10^14 as 1e+14 unless told otherwise
local function whole(number) return string.format('%.0f', number) end
