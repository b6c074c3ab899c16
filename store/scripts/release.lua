-- KEYS 1 lease
-- ARGV 1 "TOKEN HOLDER"
-- Results 1 released, 0 it was lost before
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
