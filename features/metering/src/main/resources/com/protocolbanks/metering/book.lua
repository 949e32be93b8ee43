local function book(charged, digest, body, remembered)
  redis.call('HINCRBY', KEYS[2], 'spent', charged)
  local total = whole(redis.call('HINCRBY', KEYS[3], 'spent', charged))
  local seq = whole(redis.call('HINCRBY', KEYS[3], 'seq', 1))
  redis.call('ZADD', KEYS[9], seq, seq .. ':' .. total .. ':' .. digest .. ':' .. body)
  redis.call('HSET', KEYS[5], id, seq .. '|' .. total .. '|' .. body)
  redis.call('EXPIRE', KEYS[5], remembered)
  redis.call('XADD', KEYS[8], '*', 't', 'receipt', 'c', ARGV[4], 'n', seq, 's', total, 'd', digest, 'b', body)
  return seq, total
end
