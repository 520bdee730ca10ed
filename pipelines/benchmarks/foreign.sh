#!/bin/bash
# Replay of a perf.data, side by side with perf script: events a second and the most memory. Root, for 'perf record'.
# usage: foreign.sh [million events]
cd "$(dirname "$0")/../.." || exit
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
calls=$((${1:-2} * 500000))
perf record -q -m 16M -o "$work/perf.data" -e 'syscalls:sys_enter_read,syscalls:sys_exit_read' -- \
  dd if=/dev/zero of=/dev/null bs=1 count="$calls" 2>/dev/null
echo 'var s = {} trace *:* { s[probename] += 1 } trace_end { for (k, v in pairs(s)) { print(k, v) } }' >"$work/count.kp"
ls -l "$work/perf.data" | awk '{ printf "file      %.0f MB\n", $5 / 1e6 }'
measured() { /usr/bin/time -f '%e s  %M KB' "$@" 2>&1 >"$work/out" | tail -1; }
echo "perf      $(measured perf script -i "$work/perf.data" -F comm,tid,cpu,time,event,trace)"
echo "ktap      $(measured ./ktap replay "$work/perf.data" "$work/count.kp")"
cat "$work/out"
