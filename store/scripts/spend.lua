-- Adds to figures of a day, all or none: none where one of them would pass its limit.
--
-- KEYS 1 count of the day
-- ARGV triples: name, integer to add, limit ("" for none)
-- Results 1 added; 0 a limit would be passed
for i = 1, #ARGV, 3 do
  if ARGV[i + 2] ~= '' then
    local had = tonumber(redis.call('HGET', KEYS[1], ARGV[i]) or '0')
    if had + tonumber(ARGV[i + 1]) > tonumber(ARGV[i + 2]) then return 0 end
  end
end
for i = 1, #ARGV, 3 do redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1]) end
return 1
