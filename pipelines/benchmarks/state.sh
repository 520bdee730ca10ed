#!/usr/bin/env bash
# What keeping a state costs: a replay over a table of 1 million entries of which 10,000 change every
# second, without --state, with the first and the last checkpoint only, and with one each second; and
# how long a start takes that finds 1 million entries, or 1 million tables in one.
#   state.sh [EVENTS]
# With 0 only the starts are measured, which needs no root.
# The replay is measured on the clock and in processor time (user and system) of whole processes. It
# should take 10 seconds or more: the handler counts 40 times for each event.
. "$(dirname "$0")/common.sh"
workload getppid
events=${1:-30000000}
TIMEFORMAT='%R %U %S'

# Seconds on the clock, and of processor time.
cost() {
  { time "$@" >"$work/out" 2>"$work/err"; } 2>&1 | awk '{ printf "%.2f %.2f\n", $1, $2 + $3 }'
}

replays() {
  "$ktap" record -q --buffer 256m -o "$work/a.kq" 'syscalls:sys_*_getppid' -- "$work/getppid" $((events / 2)) 0 >/dev/null
  changing='var s = {} var n = 0
    for (k = 1, 1000000) { s[k * 7919] = k }
    trace syscalls:* { for (j = 1, 40) { n += 1 s[(n % 10000 + 1) * 7919] += 1 } }
    trace_end { print(n, len(s)) }'
  for _ in 1 2 3; do
    rm -rf "$work/state" "$work/ends"
    cost "$ktap" replay "$work/a.kq" --max-loops 0 -e "$changing" >>"$work/without"
    cost "$ktap" replay "$work/a.kq" --max-loops 0 --checkpoint 1h --state "$work/ends" -e "$changing" >>"$work/first"
    cost "$ktap" replay "$work/a.kq" --max-loops 0 --state "$work/state" -e "$changing" >>"$work/each"
  done
  best() {
    sort -n -k "$2,$2" "$work/$1" | awk -v of="$2" 'NR == 1 { print $of }'
  }
  printf 'replay of %s events, best of 3, and how many times that without --state:\n' "$events"
  for what in without first each; do
    printf '%-8s %6s s on the clock %5s %6s s of processor time %5s\n' "$what" \
      "$(best $what 1)" "$(ratio "$(best $what 1)" "$(best without 1)")" \
      "$(best $what 2)" "$(ratio "$(best $what 2)" "$(best without 2)")"
  done
}
[ "$events" = 0 ] || replays

keys='var s = {} var n = 0
  tick-1ms { if (n == 0) { n = 1 for (k = 1, 1000000) { s["key" .. tostring(k)] = k } } s["key5"] += 1 exit() }'
"$ktap" -q --max-loops 0 --state "$work/keys" -e "$keys"
nested='var s = {} var n = 0
  tick-1ms { if (n == 0) { n = 1 for (k = 1, 1000000) { s[k * 7919] = {calls = k, bytes = k * 3} } } s[7919]["calls"] += 1 exit() }'
"$ktap" -q --max-loops 0 --state "$work/nested" -e "$nested"
printf 'start, tick and end of a script: %s ms, with 1 million entries kept %s ms, with 1 million tables of two entries %s ms\n' \
  "$(median_ms 5 "$ktap" -q -e 'tick-1ms { exit() }')" \
  "$(median_ms 5 "$ktap" -q --max-loops 0 --state "$work/keys" -e "$keys")" \
  "$(median_ms 5 "$ktap" -q --max-loops 0 --state "$work/nested" -e "$nested")"
