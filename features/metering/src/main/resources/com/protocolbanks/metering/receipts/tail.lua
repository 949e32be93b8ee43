-- KEYS: 1 epoch, 2 channel, 3 tail; ARGV: 1 mark, 2 how many at most
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
local head = redis.call('HMGET', KEYS[2], 'seq', 'kept', 'hseq', 'hspent', 'hvalue', 'hsig', 'hsigner')
if not head[1] then return {'NO_CHANNEL'} end
local tail = {'TAIL', head[1], head[2] or '0', head[3] or '', head[4] or '', head[5] or '', head[6] or '', head[7] or ''}
for _, one in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '(' .. (head[3] or '0'), '+inf', 'LIMIT', 0, ARGV[2])) do
  tail[#tail + 1] = string.match(one, '^%d+:%d+:0x%x+')
end
return tail
