-- ARGV: 5 amount, 6 voucher's signature
if k[5] ~= '0' or c[8] ~= '0' then return answer('KEY_FROZEN') end
if tonumber(ARGV[2]) >= tonumber(k[4]) * 1000 then return answer('KEY_EXPIRED') end
if not listed(k[7], c[10]) then return answer('PAYER_NOT_ALLOWED') end
local amount = tonumber(ARGV[5])
if amount > tonumber(c[3]) then
  if amount > tonumber(c[1]) or amount > tonumber(k[1]) then return answer('OUT_OF_MONEY') end
  raise(ARGV[5], ARGV[6], KEYS[8], ARGV[4])
end
return answer('ACCEPTED')
