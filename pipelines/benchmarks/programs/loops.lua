local sum = 0
for i = 1, 4000 do
  for j = 1, 5000 do
    sum = (sum + i * j + j % 7 - i) % 1000003
  end
end
print(sum)
