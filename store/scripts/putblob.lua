-- Keeps a blob. Until a task refers to it, it is kept for some days only.
--
-- KEYS 1 blob, 2 blobrefs
-- ARGV 1 bytes, 2 seconds, 3 blob's name
-- Results 1 new, 0 was there
local has = redis.call('EXISTS', KEYS[1])
if has == 0 then
  redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
  return 1
end
if redis.call('HEXISTS', KEYS[2], ARGV[3]) == 0 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return 0
