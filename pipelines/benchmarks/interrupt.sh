#!/usr/bin/env bash
# Ctrl-C in a script that never ends by itself: how long until trace_end runs, on both engines. No root.
#   interrupt.sh [TIMES [PROGRAM...]]
# From the signal to the first statement of trace_end, by the clock, the best and the worst of all times. A
# shell in an endless loop shows what the machine itself needs.
. "$(dirname "$0")/common.sh"
times=${1:-5}
shift $(($# < 1 ? $# : 1))

declare -A before=(
  [table walking]='var t = {} for (i = 1, 3000000) { t[i * 7] = i }'
  [sort_pairs]='var t = {} for (i = 1, 1000000) { t[i] = i * 7919 % 1000003 }'
  [sort_pairs by function]='var t = {} for (i = 1, 300000) { t[i] = i * 7919 % 1000003 }'
  [print_hist]='var t = {} for (i = 1, 3000000) { t[i * 7] = i }'
  [top]='var t = {} for (i = 1, 3000000) { t[i * 7] = i }'
  [keys]='var t = {} for (i = 1, 1000000) { t[i * 7] = i }'
  [find]='var s = rep("a", 60000000) var part = rep("a", 1000000) .. "b"'
  [split]='var s = rep("a,", 1000000)'
  [join]='var t = {} for (i = 1, 3000000) { t[i] = i }'
  [replace]='var s = rep("ab", 5000000)'
  [upper]='var s = rep("ab", 30000000)'
  [tail calls]='function f() { return f() }'
  [deep recursion]='function f(n) { if (n == 0) { return 0 } return 1 + f(n - 1) }'
  [table filling]='var t = {} var n = 0'
)
declare -A loop=(
  [empty loop]='while (1) { }'
  [tail calls]='f()'
  [deep recursion]='while (1) { f(900) }'
  [string building]='while (1) { var s = "x" for (i = 1, 25) { s = s .. s } }'
  [table filling]='while (1) { n += 1 t[n * 7919 % 5000000] = n }'
  [table walking]='while (1) { var n = 0 for (k, v in pairs(t)) { n += v } }'
  [sort_pairs]='while (1) { for (k, v in sort_pairs(t)) { break } }'
  [sort_pairs by function]='while (1) { for (k, v in sort_pairs(t, function (a, b) { return a > b })) { break } }'
  [print_hist]='while (1) { print_hist(t) }'
  [top]='while (1) { top(t) }'
  [keys]='while (1) { var k = keys(t) }'
  [find]='while (1) { find(s, part) }'
  [split]='while (1) { var t = split(s, ",") }'
  [join]='while (1) { join(t, ",") }'
  [replace]='while (1) { replace(s, "a", "xyz") }'
  [upper]='while (1) { upper(s) }'
  [printf]='while (1) { printf("%60d %s\n", 5, "x") }'
)
order=('empty loop' 'tail calls' 'deep recursion' 'string building' 'table filling' 'table walking' sort_pairs
  'sort_pairs by function' print_hist top keys find split join replace upper printf)
[ $# = 0 ] || order=("$@")

# Milliseconds from the signal to the end of a command, which says when that was. The signal comes at
# another moment of the loop each time.
once() {
  local sent pid
  : >"$work/out"
  timeout -s KILL 60 "$@" >"$work/out" 2>"$work/err" &
  pid=$!
  wait_for "$work/out" ready
  sleep "1.$((RANDOM % 1000))"
  sent=$(date +%s%6N)
  kill -TERM "$pid" # timeout gives it on
  wait "$pid" || true
  tail -1 "$work/out" | awk -v sent="$sent" '
    /^end/ { printf "%.0f\n", ($2 - sent) / 1000; found = 1 }
    END { if (!found) print 60000 }'
}

ktap_once() {
  once "$ktap" -q --engine "$1" --max-loops 0 -e \
    "trace_end { printf(\"\\nend %d\\n\", gettimeofday_us()) } ${before[$2]:-} var ticks = 0
    tick-1ms { ticks += 1 if (ticks == 1) { print(\"ready\") } else { ${loop[$2]} } }"
}

shell_once() {
  once bash -c 'trap "date +\"end %s%6N\"; exit" TERM; echo ready; while :; do :; done'
}

row() {
  local name=$1 best=60000 worst=0 took i
  shift
  for ((i = 0; i < times; i++)); do
    took=$("$@")
    best=$((took < best ? took : best)) worst=$((took > worst ? took : worst))
  done
  printf '%13s ms' "$best to $worst"
}

printf '%-26s %15s %15s\n' 'from the signal to the end' interpreter jvm
for program in "${order[@]}"; do
  printf '%-26s %s %s\n' "$program" "$(row "$program" ktap_once interpreter "$program")" \
    "$(row "$program" ktap_once jvm "$program")"
done
printf '%-26s %s\n' 'a loop of the shell' "$(row shell shell_once)"
