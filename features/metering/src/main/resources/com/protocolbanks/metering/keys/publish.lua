-- KEYS: 1 key; ARGV: 1 generation, 2 frozen, 3 reason, 4 limit, 5 exp, 6 routes, 7 payers, 8 rate, 9 org, 10 keyid, 11 token, 12 key
if tonumber(redis.call('HGET', KEYS[1], 'gen') or -1) > tonumber(ARGV[1]) then return {'OLD'} end
redis.call('HSET', KEYS[1], 'gen', ARGV[1], 'frozen', ARGV[2], 'reason', ARGV[3])
if redis.call('HEXISTS', KEYS[1], 'limit') == 1 then
  redis.call('HSET', KEYS[1], 'limit', ARGV[4], 'exp', ARGV[5], 'routes', ARGV[6], 'payers', ARGV[7], 'rate', ARGV[8])
end
if ARGV[2] ~= '0' then redis.call('PUBLISH', 'pb:freeze', ARGV[12] .. '|' .. ARGV[3]) end
return {'PUBLISHED'}
