-- Sets a mark that is set once.
--
-- KEYS 1 marks
-- ARGV 1 name, 2 value
-- Results {1, value} set now; {0, the value it has}
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 1 then return {1, ARGV[2]} end
return {0, redis.call('HGET', KEYS[1], ARGV[1])}
