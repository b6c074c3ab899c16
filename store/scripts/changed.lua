-- Records changed since a mark, oldest first, and the mark for next time. A mark
-- of another epoch (the store was lost and began anew) means: everything.
--
-- KEYS 1 seq, 2 epoch, 3 changes of the kind
-- ARGV 1 an epoch to begin with, 2 epoch of the mark or "", 3 revision of the
--      mark, 4 how many at most
-- Results {epoch, revision, id, ...}
local epoch = redis.call('GET', KEYS[2])
if not epoch then
  epoch = ARGV[1]
  redis.call('SET', KEYS[2], epoch)
end
local last = redis.call('GET', KEYS[1]) or '0'
if ARGV[2] == '' then return {epoch, last} end
local since = '(' .. ARGV[3]
if ARGV[2] ~= epoch then since = '-inf' end
local found = redis.call('ZRANGEBYSCORE', KEYS[3], since, '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[4])
local out = {epoch, last}
for i = 1, #found, 2 do out[#out + 1] = found[i] end
if #found == 2 * tonumber(ARGV[4]) then out[2] = found[#found] end
return out
