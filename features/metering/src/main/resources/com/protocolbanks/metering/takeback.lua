-- ARGV: 5 the hold; another attempt's at the same request stays
if redis.call('HGET', KEYS[4], id) ~= ARGV[5] then return {'NO_HOLD'} end
unhold()
return {'RELEASED'}
