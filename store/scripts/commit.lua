-- Writes records, all or none. Every record written gets a revision of its own.
--
-- KEYS 1 seq, 2 done of this commit, then for each kind: data, changes
-- ARGV 1 number of writes, then for each: index of the kind (from 1), id, base
--      (-1 whatever, 0 must not exist), "s" set or "d" delete, data
-- Results 1 committed (or this very commit was before), 0 a base did not hold
if redis.call('EXISTS', KEYS[2]) == 1 then return 1 end
local n = tonumber(ARGV[1])
for i = 0, n - 1 do
  local at = 2 + i * 5
  if ARGV[at + 2] ~= '-1' then
    local has = redis.call('HGET', KEYS[1 + 2 * ARGV[at]], ARGV[at + 1])
    local rev = has and string.match(has, '^(%d+)\n') or '0'
    if rev ~= ARGV[at + 2] then return 0 end
  end
end
redis.call('SET', KEYS[2], '1', 'EX', 600)
local rev = redis.call('INCRBY', KEYS[1], n) - n
for i = 0, n - 1 do
  local at = 2 + i * 5
  local data, changes = KEYS[1 + 2 * ARGV[at]], KEYS[2 + 2 * ARGV[at]]
  local id = ARGV[at + 1]
  local mine = string.format('%.0f', rev + i + 1)
  if ARGV[at + 3] == 'd' then
    redis.call('HDEL', data, id)
  else
    redis.call('HSET', data, id, mine .. '\n' .. ARGV[at + 4])
  end
  redis.call('ZADD', changes, mine, id)
end
return 1
