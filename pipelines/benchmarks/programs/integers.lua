local counts = {}
local key = 12345
for i = 1, 10000000 do
  key = (key * 1103 + 12345) % 100003
  local old = counts[key]
  if old == nil then
    counts[key] = 1
  else
    counts[key] = old + 1
  end
end
local keys = 0
local sum = 0
for k, v in pairs(counts) do
  keys = keys + 1
  sum = sum + k % 10 * v
end
print(keys, sum)
