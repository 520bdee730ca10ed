#!/usr/bin/env bash
# Recording and replay beside perf and trace-cmd: the same calls are recorded by each, then each
# reads what it wrote. Two system-call events a call. Needs root.
#   replay.sh [CALLS]
# Processor time (user and system) of whole processes, the start of the JVM included; on one core.
. "$(dirname "$0")/common.sh"
workload getppid
calls=${1:-6000000}
TIMEFORMAT='%U %S'
count='var s = {} trace syscalls:* { s[probename] += 1 } trace_end { for (k, v in pairs(s)) { print(k, v) } }'

# Processor seconds of a command on one core; its output is left in $work/out.
cost() {
  { time taskset -c 1 "$@" >"$work/out" 2>"$work/err"; } 2>&1 | awk '{ printf "%.2f", $1 + $2 }'
}

# $1 name, $2 events, $3 seconds, $4 seconds of ours
row() {
  awk -v name="$1" -v n="$2" -v s="$3" -v ours="${4:-0}" 'BEGIN {
    printf "  %-44s %11d events %8.2f s %7.2f million/s", name, n, s, n / s / 1e6
    if (ours > 0) printf "   ktap is %.1f times as fast", s / ours
    printf "\n" }'
}

size() {
  du -s --block-size=1 "$1" | cut -f1
}

printf '%s calls recorded, %s events\n' "$calls" $((calls * 2))
"$ktap" record --buffer 256m -o "$work/a.kq" 'syscalls:sys_*_getppid' -- "$work/getppid" "$calls" 0 >"$work/made" 2>"$work/err"
printf '  %-10s %s; %s\n' ktap "$(cat "$work/made")" "$(grep -E 'recorded|lost' "$work/err" | tr '\n' ' ')"
if has perf linux-perf; then
  perf record -q -m 16384 -e syscalls:sys_enter_getppid,syscalls:sys_exit_getppid -o "$work/perf.data" \
    "$work/getppid" "$calls" 0 >"$work/made" 2>"$work/err"
  printf '  %-10s %s; %s\n' perf "$(cat "$work/made")" "$(grep -i lost "$work/err" | tr '\n' ' ')"
fi
# trace-cmd record needs a kernel with the function tracer; trace-cmd restore makes the same file of
# the rings that we read for it.
if has trace-cmd; then
  ring "$calls" >"$work/made"
  trace-cmd restore -c -o "$work/head.dat" >/dev/null 2>&1
  trace-cmd restore -i "$work/head.dat" -o "$work/trace.dat" $(ls -v "$work"/cpu*.raw) >/dev/null 2>&1
  printf '  %-10s %s\n' trace-cmd "$(cat "$work/made")"
fi

printf 'read; ktap counts by name, the others print and nobody counts\n'
ours=0
for _ in 1 2 3; do
  seconds=$(cost "$ktap" replay "$work/a.kq" -e "$count")
  ours=$(awk -v a="$ours" -v b="$seconds" 'BEGIN { print (a == 0 || b < a) ? b : a }')
done
events=$(awk '{ sum += $2 } END { print sum }' "$work/out")
row 'ktap replay, best of 3' "$events" "$ours"
if [ -e "$work/perf.data" ]; then
  seconds=$(cost perf script -i "$work/perf.data")
  row 'perf script' "$(wc -l <"$work/out")" "$seconds" "$ours"
  seconds=$(cost perf script -i "$work/perf.data" -F event)
  row 'perf script -F event, the names alone' "$(wc -l <"$work/out")" "$seconds" "$ours"
fi
if [ -e "$work/trace.dat" ]; then
  seconds=$(cost trace-cmd report -i "$work/trace.dat")
  row 'trace-cmd report' "$(grep -c getppid: "$work/out")" "$seconds" "$ours"
fi

# Seconds on the clock, the best of three.
elapsed() {
  local i
  TIMEFORMAT=%R
  for i in 1 2 3; do
    { time "$@" >"$work/out"; } 2>&1
  done | sort -n | head -1
  TIMEFORMAT='%U %S'
}

replay() {
  "$ktap" replay "$@" "$work/a.kq" -e "$count"
}

on_core() {
  taskset -c "$1" "$ktap" replay "$work/a.kq" -e "$count"
}

# What two cores give at most: each replays the whole.
both_cores() {
  on_core 0 &
  on_core 1
  wait
}

core=$(elapsed on_core 1)
one=$(elapsed replay)
two=$(elapsed replay --partitions 2)
both=$(elapsed both_cores)
printf 'shared between partitions, on the clock: one core %s s, two partitions on two cores %s s, %s times as fast\n' \
  "$core" "$two" "$(ratio "$core" "$two")"
printf '  without partitions, with two cores for the JVM: %s s; two whole replays at once, a core each: %s s\n' "$one" "$both"

printf 'size\n'
for file in a.kq perf.data trace.dat; do
  [ -e "$work/$file" ] && awk -v name="$file" -v bytes="$(size "$work/$file")" -v n=$((calls * 2)) \
    'BEGIN { printf "  %-10s %12.0f bytes, %5.1f an event\n", name, bytes, bytes / n }'
done

# Half a million calls a second are a million events; a call that is traced costs what it costs.
seconds=10
printf 'recorded at a million events a second, for %s s\n' "$seconds"
rm -rf "$work/b.kq"
"$ktap" record -q --buffer 64m -o "$work/b.kq" 'syscalls:sys_*_getppid' -- \
  "$work/getppid" 0 0 500000 "$seconds" >"$work/made" 2>"$work/err"
"$ktap" info --json "$work/b.kq" >"$work/info"
printf '  %s; ktap recorded %s, lost %s\n' "$(cat "$work/made")" \
  "$(sed -E 's/.*"count":([0-9]+).*/\1/' "$work/info")" "$(sed -E 's/.*"lost":([0-9]+).*/\1/' "$work/info")"
