local limit = 2000000
local composite = {}
local count = 0
for i = 2, limit do
  if composite[i] == nil then
    count = count + 1
    for j = i * i, limit, i do
      composite[j] = true
    end
  end
end
print(count)
