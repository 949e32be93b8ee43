-- Reads the key (KEYS 2) and the channel (KEYS 3), and answers a word with where both stand.
local k = redis.call('HMGET', KEYS[2], 'limit', 'spent', 'held', 'exp', 'frozen', 'routes', 'payers', 'rate', 'minute', 'count')
local c = redis.call('HMGET', KEYS[3], 'balance', 'claimed', 'accepted', 'sig', 'spent', 'held', 'seq', 'withdraw', 'refundnonce', 'payer')
if not k[1] then return {'NO_KEY'} end
if not c[1] then return {'NO_CHANNEL'} end
local function answer(word)
  return {word, k[1], k[2], k[3], c[1], c[2], c[3], c[4], c[5], c[6], c[7], k[4], k[5], c[8], c[9]}
end
local function listed(list, word) return string.find('\n' .. list .. '\n', '\n' .. word .. '\n', 1, true) end
