-- Makes a name due. One that is due already keeps its place and gets a new stamp,
-- so that whoever works on it sees that it became due again.
--
-- KEYS 1 due, 2 dueseq, 3 duestamps
-- ARGV 1 name, 2 channel
-- Results the stamp
local stamp = redis.call('INCR', KEYS[2])
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then redis.call('ZADD', KEYS[1], stamp, ARGV[1]) end
redis.call('HSET', KEYS[3], ARGV[1], stamp)
redis.call('PUBLISH', ARGV[2], '')
return stamp
