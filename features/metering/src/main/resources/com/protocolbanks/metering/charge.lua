-- Charges requests of one channel one after the other, as if each had come alone; what they all read and write is read and written
-- once. Answers CHARGES, where key and channel stand at the end, and four for each request: a word, and behind CHARGED or a refusal
-- spent and seq of the channel and spent of the key as they were then, behind REPEATED the receipt.
-- ARGV: 3 seconds to remember the outcomes, then of each: id, mode, route, amount, ceiling, voucher's signature or '',
-- digest of the body, body
local FIRST, WORDS = 5, 8
local ids = {}
for at = FIRST, #ARGV, WORDS do ids[#ids + 1] = ARGV[at] end
local done = redis.call('HMGET', KEYS[5], unpack(ids))
local before = redis.call('HMGET', KEYS[6], unpack(ids))
local ahead = KEYS[10] and redis.call('HMGET', KEYS[10], unpack(ids)) or {}
local running = redis.call('HMGET', KEYS[4], unpack(ids))
local answers, outcomes, tail, receipts, booked, total = answer('CHARGES'), {}, {}, {}, {}, 0

local function charged(at, amount)
  local id, digest, body = ARGV[at], ARGV[at + 6], ARGV[at + 7]
  total = total + amount
  -- exact: both stay within the ceiling, which is below 2^53
  c[5], c[7], k[2] = whole(tonumber(c[5]) + amount), whole(tonumber(c[7]) + 1), whole(tonumber(k[2]) + amount)
  booked[id] = c[7] .. '|' .. c[5] .. '|' .. body
  outcomes[#outcomes + 1], outcomes[#outcomes + 2] = id, booked[id]
  tail[#tail + 1], tail[#tail + 2] = c[7], c[7] .. ':' .. c[5] .. ':' .. digest .. ':' .. body
  receipts[#receipts + 1] = {c[7], c[5], digest, body}
  return 'CHARGED'
end

for i, id in ipairs(ids) do
  local at = FIRST + (i - 1) * WORDS
  local known = done[i] or before[i] or ahead[i] or booked[id]
  local word
  if known then
    word = 'REPEATED'
  elseif running[i] then
    word = 'IN_PROGRESS'
  else
    word = refused(ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5])
      or charged(at, tonumber(ARGV[at + 3]))
  end
  local end_ = #answers
  answers[end_ + 1], answers[end_ + 2], answers[end_ + 3], answers[end_ + 4] = word, known or c[5], c[7], k[2]
end

if #receipts > 0 then
  redis.call('HINCRBY', KEYS[2], 'spent', whole(total))
  redis.call('HSET', KEYS[3], 'spent', c[5], 'seq', c[7])
  redis.call('ZADD', KEYS[9], unpack(tail))
  redis.call('HSET', KEYS[5], unpack(outcomes))
  redis.call('EXPIRE', KEYS[5], ARGV[3])
  for _, one in ipairs(receipts) do
    redis.call('XADD', KEYS[8], '*', 't', 'receipt', 'c', ARGV[4], 'n', one[1], 's', one[2], 'd', one[3], 'b', one[4])
  end
end
local state = answer('CHARGES')
for at = 1, #state do answers[at] = state[at] end
return answers
