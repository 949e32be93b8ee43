-- Takes a higher voucher: its amount as text, its signature.
local function raise(amount, signature, receipts, channel)
  redis.call('HSET', KEYS[3], 'accepted', amount, 'sig', signature)
  c[3], c[4] = amount, signature
  redis.call('XADD', receipts, '*', 't', 'voucher', 'c', channel, 'a', amount, 'g', signature,
    'f', redis.call('HGET', KEYS[3], 'config'))
end
