-- Deletes a task and the blobs that no other task refers to. The key of its mail
-- stays: a mail once taken never comes again.
--
-- KEYS 1 task, 2 updated, 3 threads, 4 has of the task, 5 blobrefs, 6 marks,
--      7 cards, 8..13 the states, 14.. blobs the task has
-- ARGV 1 task id, 2 revision that was read, 3 channel, 4 length of a blob key
--      before the blob's name, 5 number of members of has, 6.. digests of threads
-- Results 1 done, 0 no such task, -1 the task changed meanwhile
local rev = string.match(redis.call('GETRANGE', KEYS[1], 0, 63), '^(%d+) ')
if not rev then return 0 end
if rev ~= ARGV[2] or redis.call('SCARD', KEYS[4]) ~= tonumber(ARGV[5]) then return -1 end
local id = ARGV[1]
redis.call('DEL', KEYS[1], KEYS[4], KEYS[6], KEYS[7])
redis.call('ZREM', KEYS[2], id)
for i = 8, 13 do redis.call('ZREM', KEYS[i], id) end
for i = 6, #ARGV do
  if redis.call('HGET', KEYS[3], ARGV[i]) == id then redis.call('HDEL', KEYS[3], ARGV[i]) end
end
for i = 14, #KEYS do
  local blob = string.sub(KEYS[i], tonumber(ARGV[4]) + 1)
  if redis.call('HINCRBY', KEYS[5], blob, -1) <= 0 then
    redis.call('HDEL', KEYS[5], blob)
    redis.call('DEL', KEYS[i])
  end
end
redis.call('PUBLISH', ARGV[3], id .. ' 0')
return 1
