-- Adds a notice to a bounded list, or replaces the one with the same id.
--
-- KEYS 1 notices, 2 noticetext
-- ARGV 1 id, 2 JSON, 3 how many are kept, 4 channel
-- Results 1 new, 0 replaced
local new = redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
if new == 1 then
  redis.call('LPUSH', KEYS[1], ARGV[1])
  while redis.call('LLEN', KEYS[1]) > tonumber(ARGV[3]) do
    redis.call('HDEL', KEYS[2], redis.call('RPOP', KEYS[1]))
  end
end
redis.call('PUBLISH', ARGV[4], '')
return new
