-- Milliseconds that a program takes in steady state: steady.lua FILE
local file = arg[1]
local chunk = assert(loadfile(file))
local quiet = function() end
print, original = quiet, print
local function seconds(runs)
  local start = os.clock()
  for i = 1, runs do
    chunk()
  end
  return os.clock() - start
end
local once = seconds(1)
local runs = math.max(3, math.floor(2 / math.max(once, 0.001)))
seconds(runs)
local best = math.huge
for i = 1, 3 do
  best = math.min(best, seconds(runs) / runs)
end
original(string.format("%.1f", best * 1000))
