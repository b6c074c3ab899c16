-- Forgets a consumer that has no job in hand.
--
-- KEYS 1 jobs
-- ARGV 1 group, 2 consumer
-- Results 1 forgotten, 0 it still has a job, which lapses
local p = redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2])
if #p > 0 then return 0 end
redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
return 1
