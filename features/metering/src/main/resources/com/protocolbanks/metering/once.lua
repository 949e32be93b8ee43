local id = ARGV[3]
local done = redis.call('HGET', KEYS[5], id) or redis.call('HGET', KEYS[6], id)
  or (KEYS[10] and redis.call('HGET', KEYS[10], id))
if done then return {'REPEATED', done} end
