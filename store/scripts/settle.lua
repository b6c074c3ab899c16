-- Takes a name off the due ones, unless it became due again since it was read.
--
-- KEYS 1 due, 2 duestamps
-- ARGV 1 name, 2 stamp as it was read
-- Results 1 no longer due, 0 it is still due, or was not
if redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HDEL', KEYS[2], ARGV[1])
return redis.call('ZREM', KEYS[1], ARGV[1])
