-- The next number of a counter.
--
-- KEYS 1 counters
-- ARGV 1 counter, 2 the number it starts with
-- Results the number
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 1 then return tonumber(ARGV[2]) end
return redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
