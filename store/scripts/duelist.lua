-- The names that are due longest, with their stamps, both as of one moment.
--
-- KEYS 1 due, 2 duestamps
-- ARGV 1 how many at most
-- Results {name, stamp, name, stamp, ...}
local out = {}
for _, name in ipairs(redis.call('ZRANGE', KEYS[1], 0, tonumber(ARGV[1]) - 1)) do
  out[#out + 1] = name
  out[#out + 1] = redis.call('HGET', KEYS[2], name)
end
return out
