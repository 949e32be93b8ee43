-- KEYS: 1 epoch, 2 channel, 3 tail, 4 receipts
-- ARGV: 1 mark, 2 channel id, 3 seq of the head before or '', 4 seq, 5 spent, 6 value, 7 signature, 8 signer
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'UNSURE'} end
if (redis.call('HGET', KEYS[2], 'hseq') or '') ~= ARGV[3] then return {'OVERTAKEN'} end
redis.call('HSET', KEYS[2], 'hseq', ARGV[4], 'hspent', ARGV[5], 'hvalue', ARGV[6], 'hsig', ARGV[7], 'hsigner', ARGV[8])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', ARGV[4])
redis.call('XADD', KEYS[4], '*', 't', 'head', 'c', ARGV[2], 'n', ARGV[4], 's', ARGV[5], 'v', ARGV[6], 'g', ARGV[7],
  'k', ARGV[8])
return {'STORED'}
