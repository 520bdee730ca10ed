#!/usr/bin/env bash
# Traces of perf and trace-cmd, read by these and by ktap: two system-call events a call. Whole processes, the start of the
# JVM included: seconds on the clock, of the processor, and the most memory. ktap counts by name, the others print everything
# and nobody counts. Needs root, and 200 bytes of /tmp a call.
#   foreign.sh [CALLS]
. "$(dirname "$0")/common.sh"
workload getppid
calls=${1:-5000000}
echo 'var s = {} trace *:* { s[probename] += 1 } trace_end { for (k, v in pairs(s)) { print(k, v) } }' >"$work/count.kp"

# The best of three by the clock: seconds, processor seconds, KB.
measured() {
  for _ in 1 2 3; do
    /usr/bin/time -q -o "$work/time" -f '%e %U %S %M' "$@" >"$work/out" 2>/dev/null || true
    awk '{ printf "%.2f %.2f %d\n", $1, $2 + $3, $4 }' "$work/time"
  done | sort -n | head -1
}

# $1 name, $2 events, then what was measured; and the same of ours
row() {
  awk -v name="$1" -v n="$2" -v s="$3" -v cpu="$4" -v kb="$5" -v ours="${6:-0}" -v our_cpu="${7:-0}" 'BEGIN {
    printf "  %-18s %9d events %7.2f s %7.2f s of processor %5.0f MB", name, n, s, cpu, kb / 1024
    if (ours > 0) printf "   ktap takes 1/%.1f of the time, 1/%.1f of the processor", s / ours, cpu / our_cpu
    printf "\n" }'
}

# $1 file, then the peer's command
compare() {
  local file=$1 ours theirs events
  shift
  "$ktap" replay "$file" "$work/count.kp" >/dev/null 2>&1 # the start-up archive is made
  ours=$(measured "$ktap" replay "$file" "$work/count.kp")
  events=$(awk '{ sum += $2 } END { print sum + 0 }' "$work/out")
  printf '%s, %d MB\n' "${file##*/}" $(($(stat -c %s "$file") >> 20))
  row 'ktap replay' "$events" $ours
  [ $# = 0 ] && return
  theirs=$(measured "$@")
  row "$1 $2" "$(grep -c getppid "$work/out")" $theirs $ours
}

record() {
  perf record -q -m 16M -e syscalls:sys_enter_getppid,syscalls:sys_exit_getppid -o "$work/perf.data" \
    "$work/getppid" "$1" 0 >/dev/null 2>&1
}

if has perf linux-perf; then
  record $((calls / 5))
  compare "$work/perf.data"
  record "$calls"
  compare "$work/perf.data" perf script -i "$work/perf.data"
  rm -f "$work"/perf.data*
fi

# trace-cmd can't record on every kernel: the ring of an instance is read as it does, and it makes the file.
if has trace-cmd; then
  ring "$calls" >/dev/null
  trace-cmd restore -c -o "$work/head.dat" >/dev/null 2>&1
  # shellcheck disable=SC2046 # file names without blanks
  trace-cmd restore -i "$work/head.dat" -o "$work/trace.dat" $(ls -v "$work"/cpu*.raw) >/dev/null 2>&1
  rm -f "$work"/cpu*.raw
  compare "$work/trace.dat" trace-cmd report -i "$work/trace.dat"
fi
