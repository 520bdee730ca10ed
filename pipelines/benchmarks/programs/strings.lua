local kept = {}
local total = 0
for i = 1, 300000 do
  local text = "event-" .. i .. ":" .. i % 17 .. "/" .. i * 3
  kept[i % 1000] = text
  total = total + #text
end
print(total, kept[7])
