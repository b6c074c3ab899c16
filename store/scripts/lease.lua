-- Takes a lease that nobody else has. Its own holder gets it anew, with a new
-- token, which ends the older one.
--
-- KEYS 1 lease, 2 fence
-- ARGV 1 holder, 2 milliseconds
-- Results token, or 0: another has it
local has = redis.call('GET', KEYS[1])
if has and string.match(has, '^%d+ (.*)$') ~= ARGV[1] then return 0 end
local token = redis.call('INCR', KEYS[2])
redis.call('SET', KEYS[1], string.format('%.0f', token) .. ' ' .. ARGV[1], 'PX', ARGV[2])
return token
