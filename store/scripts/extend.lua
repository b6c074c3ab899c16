-- Says that a job is still being worked on, if the caller still has it.
--
-- KEYS 1 jobs
-- ARGV 1 group, 2 entry id, 3 consumer
-- Results 1 done, 0 the job is another's now
local p = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[2], ARGV[2], 1)
if not p[1] or p[1][2] ~= ARGV[3] then return 0 end
-- with its count: the embedded Redis would count a sign of life as a delivery
redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[3], 0, ARGV[2], 'RETRYCOUNT', p[1][4], 'JUSTID')
return 1
