local names = {}
for i = 0, 999 do
  names[i] = "name" .. i
end
local counts = {}
local at = 1
for i = 1, 10000000 do
  at = (at * 17 + 31) % 997
  local name = names[at]
  local old = counts[name]
  if old == nil then
    counts[name] = 1
  else
    counts[name] = old + 1
  end
end
local keys = 0
for k, v in pairs(counts) do
  keys = keys + 1
end
print(keys, counts["name7"])
