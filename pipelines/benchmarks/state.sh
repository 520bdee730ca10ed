#!/usr/bin/env bash
# What keeping a state costs: a replay over a table of 1 million entries of which 1 % keep changing,
# with and without --state, and how long a start takes that finds 1 million entries.
#   state.sh [EVENTS]
# The replay is measured in processor time (user and system) of whole processes. It should take 10
# seconds or more: the first checkpoint writes everything, those behind it what changed.
. "$(dirname "$0")/common.sh"
workload getppid
events=${1:-40000000}
TIMEFORMAT='%U %S'

cost() {
  { time "$@" >"$work/out" 2>"$work/err"; } 2>&1 | awk '{ printf "%.2f", $1 + $2 }'
}

"$ktap" record -q --buffer 256m -o "$work/a.kq" 'syscalls:sys_*_getppid' -- "$work/getppid" $((events / 2)) 0 >/dev/null
changing='var s = {} var n = 0
  for (k = 1, 1000000) { s[k * 7919] = k }
  trace syscalls:* { n += 1 s[(n % 10000 + 1) * 7919] += 1 }
  trace_end { print(n, len(s)) }'
for _ in 1 2 3; do
  rm -rf "$work/state"
  without=$(cost "$ktap" replay "$work/a.kq" --max-loops 0 -e "$changing")
  with=$(cost "$ktap" replay "$work/a.kq" --max-loops 0 --state "$work/state" -e "$changing")
  printf 'replay of %s events: %s s, with --state %s s: %s times\n' \
    "$events" "$without" "$with" "$(ratio "$with" "$without")"
done

keys='var s = {} var n = 0
  tick-1ms { if (n == 0) { n = 1 for (k = 1, 1000000) { s["key" .. tostring(k)] = k } } s["key5"] += 1 exit() }'
"$ktap" -q --max-loops 0 --state "$work/keys" -e "$keys"
printf 'start, tick and end of a script: %s ms, with 1 million entries kept %s ms\n' \
  "$(median_ms 5 "$ktap" -q -e 'tick-1ms { exit() }')" \
  "$(median_ms 5 "$ktap" -q --max-loops 0 --state "$work/keys" -e "$keys")"
