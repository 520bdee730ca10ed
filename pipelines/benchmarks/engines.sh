#!/usr/bin/env bash
# The same programs in steady state: each is run again and again in one process, by its own clock, and the
# best time counts. The interpreter beside Lua 5.4 and the JVM engine beside LuaJIT, in turns. No root.
#   engines.sh [ROUNDS [SECONDS [PROGRAM...]]]
. "$(dirname "$0")/common.sh"
rounds=${1:-3}
seconds=${2:-2}
shift $(($# < 2 ? $# : 2))
[ $# -gt 0 ] || set -- closures fib integers loops names sieve strings
"$ktap" -V >/dev/null

# The program as a function that is called until $seconds have passed, twice: to warm up, and for the figure.
in_ktap() {
  printf 'function program() {\n%s\n}\n' "$(cat "$here/programs/$1.kp")"
  cat <<KTAP
function best() {
	var stop = gettimeofday_us() + $seconds * 1000000
	var least = 1000000000
	var now = gettimeofday_us()
	while (now < stop) {
		program()
		var took = gettimeofday_us() - now
		if (took < least) {
			least = took
		}
		now = gettimeofday_us()
	}
	return least
}
best()
printf("best %d\n", best())
KTAP
}

in_lua() {
  printf 'local say, print = print, function() end\nlocal function program()\n%s\nend\n' \
    "$(cat "$here/programs/$1.lua")"
  cat <<LUA
local function best()
  local stop, least = os.clock() + $seconds, math.huge
  while os.clock() < stop do
    local start = os.clock()
    program()
    least = math.min(least, os.clock() - start)
  end
  return least
end
best()
say(string.format("best %.0f", best() * 1000000))
LUA
}

# Runs a command and keeps its best time, in microseconds, if it is better than that in file $1.
measure() {
  local file=$work/$1 best
  shift
  best=$("$@" | sed -n 's/^best //p')
  if [ ! -e "$file" ] || [ "$best" -lt "$(cat "$file")" ]; then echo "$best" >"$file"; fi
}

has lua5.4 && lua=lua5.4 || lua=
has luajit && jit=luajit || jit=
for program in "$@"; do
  in_ktap "$program" >"$work/$program.kp"
  in_lua "$program" >"$work/$program.lua"
done
for ((round = 0; round < rounds; round++)); do
  for program in "$@"; do
    measure "$program.interpreter" "$ktap" --engine interpreter --max-loops 0 "$work/$program.kp"
    [ -z "$lua" ] || measure "$program.lua5.4" $lua "$work/$program.lua"
    measure "$program.jvm" "$ktap" --max-loops 0 "$work/$program.kp"
    [ -z "$jit" ] || measure "$program.luajit" $jit "$work/$program.lua"
  done
done
for program in "$@"; do
  printf '%s' "$program"
  for column in interpreter lua5.4 jvm luajit; do
    printf ' %s' "$(cat "$work/$program.$column" 2>/dev/null || echo -)"
  done
  echo
done | awk '
  function ms(us) { return us == "-" ? us : sprintf("%.1f", us / 1000) }
  function times(ours, theirs) { return theirs == "-" ? "-" : sprintf("%.2f", theirs / ours) }
  function mean(sum) { return n && sum != "" ? sprintf("%.2f", exp(sum / n)) : "-" }
  BEGIN {
    format = "%-10s %12s %8s %8s %8s %20s %12s\n"
    printf format, "ms", "interpreter", "lua5.4", "jvm", "luajit", "interpreter/lua5.4", "jvm/luajit"
  }
  {
    printf format, $1, ms($2), ms($3), ms($4), ms($5), times($2, $3), times($4, $5)
    n++
    if ($3 != "-") lua += log($3 / $2)
    if ($5 != "-") jit += log($5 / $4)
  }
  END { printf format, "how many times as fast", "", "", "", "", mean(lua), mean(jit) }'
