local function counter(step)
  local n = 0
  return function()
    n = n + step
    return n
  end
end

local one = counter(1)
local three = counter(3)
local last = 0
for i = 1, 5000000 do
  one()
  last = three()
end
print(one(), last)
