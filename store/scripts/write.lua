-- One write of a task with everything that must become true with it, or nothing.
-- Every check comes before the first write; SET is the first write, so a Redis
-- that is full or read-only refuses the whole.
--
-- KEYS 1 task, 2 updated, 3 jobs, 4 mails, 5 threads, 6 count of the day,
--      7 has of the task, 8 blobrefs, 9..14 the states, 15.. blobs of the task
-- ARGV 1 base revision ("0": must not exist), 2 new revision, 3 value to store,
--      4 task id, 5 index of the new state (1..6), 6 score in the state,
--      7 score in updated, 8 mail digest or "", 9 channel, 10 length of a blob
--      key before the blob's name, 11 number of jobs, 12 of counts, 13 of
--      threads, 14.. jobs, counts as name and integer, thread digests
-- Results {"ok"}; {"same"} this very write was carried out before;
--      {"conflict", revision}; {"taken", task}; {"blob", name} is missing
local head = redis.call('GETRANGE', KEYS[1], 0, 63)
local rev, state = string.match(head, '^(%d+) (%a+) ')
rev = rev or '0'
if rev ~= ARGV[1] then
  if rev == ARGV[2] and redis.call('GET', KEYS[1]) == ARGV[3] then return {'same'} end
  return {'conflict', rev}
end

local id = ARGV[4]
if ARGV[8] ~= '' then
  local task = redis.call('HGET', KEYS[4], ARGV[8])
  if task then return {'taken', task} end
end

local fresh = {}
for first = 15, #KEYS, 1000 do
  local members = {}
  for i = first, math.min(first + 999, #KEYS) do
    members[#members + 1] = 'b' .. string.sub(KEYS[i], tonumber(ARGV[10]) + 1)
  end
  local known = redis.call('SMISMEMBER', KEYS[7], unpack(members))
  for n, is in ipairs(known) do
    if is == 0 then
      if redis.call('EXISTS', KEYS[first + n - 1]) == 0 then
        return {'blob', string.sub(members[n], 2)}
      end
      fresh[#fresh + 1] = {KEYS[first + n - 1], members[n]}
    end
  end
end

redis.call('SET', KEYS[1], ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[7], id)
local now = 8 + tonumber(ARGV[5])
redis.call('ZADD', KEYS[now], ARGV[6], id)
for i = 9, 14 do
  if i ~= now and state and string.sub(KEYS[i], -#state - 1) == ':' .. state then
    redis.call('ZREM', KEYS[i], id)
  end
end
if ARGV[8] ~= '' then redis.call('HSET', KEYS[4], ARGV[8], id) end
for _, b in ipairs(fresh) do
  redis.call('SADD', KEYS[7], b[2])
  redis.call('HINCRBY', KEYS[8], string.sub(b[2], 2), 1)
  redis.call('PERSIST', b[1])
end

local at = 14
for _ = 1, tonumber(ARGV[11]) do
  redis.call('XADD', KEYS[3], '*', 'j', ARGV[at])
  at = at + 1
end
for _ = 1, tonumber(ARGV[12]) do
  redis.call('HINCRBY', KEYS[6], ARGV[at], ARGV[at + 1])
  at = at + 2
end
for _ = 1, tonumber(ARGV[13]) do
  redis.call('HSET', KEYS[5], ARGV[at], id)
  redis.call('SADD', KEYS[7], 't' .. ARGV[at])
  at = at + 1
end
redis.call('PUBLISH', ARGV[9], id .. ' ' .. ARGV[2])
return {'ok'}
