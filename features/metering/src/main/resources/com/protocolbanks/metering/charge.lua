-- ARGV: 13 digest of the body, 14 seconds to remember the outcome
local seq, total = book(ARGV[7], ARGV[13], ARGV[12], ARGV[14])
k[2] = whole(tonumber(k[2]) + amount)
c[5], c[7] = total, seq
return answer('CHARGED')
