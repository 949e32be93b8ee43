-- KEYS: 1 epoch, 2 key, 3 channel, 4 holds, 5 done, 6 done before, 7 deadlines
-- ARGV: 1 mark, 2 channel id, 3 request id, 4 amount, 5 deadline (ms), 6 key, 7 draft
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
if redis.call('EXISTS', KEYS[2]) == 0 then return {'NO_KEY'} end
if redis.call('EXISTS', KEYS[3]) == 0 then return {'NO_CHANNEL'} end
if redis.call('HEXISTS', KEYS[5], ARGV[3]) + redis.call('HEXISTS', KEYS[6], ARGV[3])
    + redis.call('HEXISTS', KEYS[4], ARGV[3]) == 0 then
  redis.call('HSET', KEYS[4], ARGV[3], ARGV[4] .. '|' .. ARGV[5] .. '|' .. ARGV[6] .. '|' .. ARGV[7])
  redis.call('ZADD', KEYS[7], ARGV[5], ARGV[2] .. '|' .. ARGV[3])
  redis.call('HINCRBY', KEYS[2], 'held', ARGV[4])
  redis.call('HINCRBY', KEYS[3], 'held', ARGV[4])
end
return {'RESTORED'}
