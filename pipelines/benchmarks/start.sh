#!/usr/bin/env bash
# How long until something happens, beside bpftrace in the same run. Needs root.
#   start.sh [RUNS]
. "$(dirname "$0")/common.sh"
runs=${1:-21}
"$ktap" -V >/dev/null # the first use is another matter

# Milliseconds from the start of a command to the first line that it prints; it is ended then.
first_line_ms() {
  python3 - "$@" <<'PY'
import os, signal, statistics, subprocess, sys, time
runs, command = int(sys.argv[1]), sys.argv[2:]
times = []
for _ in range(runs):
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    while True:
        line = child.stdout.readline()
        if not line or b"first" in line:
            break
    times.append((time.perf_counter() - start) * 1000)
    child.stdout.close()
    try:
        child.wait(timeout=2)  # it calls exit() itself
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)  # bpftrace needs half a minute to detach
        child.wait()
print("%.1f" % statistics.median(times))
PY
}

script='print("hi") exit()'
program='BEGIN { exit(); }'
ours=$(median_ms "$runs" "$ktap" -e "$script")
printf 'from start to exit, median of %d runs\n' "$runs"
printf "  ktap -e '%s'  %s ms\n" "$script" "$ours"
if has bpftrace; then
  theirs=$(median_ms "$runs" bpftrace -e "$program")
  printf "  bpftrace -e '%s'  %s ms\n  ratio %s\n" "$program" "$theirs" "$(ratio "$ours" "$theirs")"
fi

# one event after the other on this machine, so that the first comes at once
(while :; do sleep 0.02; done) &
busy=$!
trap 'kill $busy 2>/dev/null; rm -rf "$work"' EXIT
few=$((runs / 2 + 1))
script='trace syscalls:sys_enter_* { print("first") exit() }'
program='tracepoint:syscalls:sys_enter_* { printf("first\n"); exit(); }'
ours=$(first_line_ms "$few" "$ktap" -q -e "$script")
printf 'from start to the first event, median\n'
printf "  ktap -e '%s'  %s ms (%d runs)\n" "$script" "$ours" "$few"
if has bpftrace; then
  theirs=$(first_line_ms 3 bpftrace -e "$program")
  printf "  bpftrace -e '%s'  %s ms (3 runs)\n  ratio %s\n" "$program" "$theirs" "$(ratio "$ours" "$theirs")"
fi
