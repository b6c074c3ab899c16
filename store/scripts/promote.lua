-- Moves later jobs that are due to the stream, some at a time.
--
-- KEYS 1 jobs, 2 later
-- ARGV 1 now in milliseconds, 2 how many at most
-- Results number moved
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
for _, job in ipairs(due) do
  redis.call('XADD', KEYS[1], '*', 'j', job)
  redis.call('ZREM', KEYS[2], job)
end
return #due
