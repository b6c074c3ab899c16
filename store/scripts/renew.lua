-- KEYS 1 lease
-- ARGV 1 "TOKEN HOLDER", 2 milliseconds
-- Results 1 renewed, 0 lost
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
