-- Takes a job off the stream and lays it aside, if the caller still has it.
--
-- KEYS 1 jobs, 2 later
-- ARGV 1 group, 2 entry id, 3 consumer, 4 milliseconds, 5 job
-- Results 1 done, 0 the job is another's now
local p = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[2], ARGV[2], 1)
if not p[1] or p[1][2] ~= ARGV[3] then
  -- a repeat of this very call finds its job laid aside
  if redis.call('ZSCORE', KEYS[2], ARGV[5]) then return 1 end
  return 0
end
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[5])
redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
redis.call('XDEL', KEYS[1], ARGV[2])
return 1
