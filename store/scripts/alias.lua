-- Remembers or forgets what a customer's words mean. Of two decisions about the
-- same words the later holds, in whatever order they come: one that was forgotten
-- keeps its time. The oldest go when there are too many.
--
-- KEYS 1 alias of the customer, 2 aliastimes of the customer, 3 aliascustomers
-- ARGV 1 words, 2 time in microseconds, 3 JSON ("" forgets), 4 how many are kept, 5 customer
-- Results 1 done, 0 a later decision holds
local had = redis.call('ZSCORE', KEYS[2], ARGV[1])
if had and tonumber(had) > tonumber(ARGV[2]) then return 0 end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
  redis.call('SADD', KEYS[3], ARGV[5])
end
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
while redis.call('ZCARD', KEYS[2]) > tonumber(ARGV[4]) do
  redis.call('HDEL', KEYS[1], redis.call('ZPOPMIN', KEYS[2])[1])
end
return 1
