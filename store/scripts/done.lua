-- Takes a finished job off the stream.
--
-- KEYS 1 jobs
-- ARGV 1 group, 2 entry id
-- Results 1 it was pending, 0 it was done before
local n = redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
redis.call('XDEL', KEYS[1], ARGV[2])
return n
