#!/usr/bin/env bash
# How long wide patterns take: from start to tracing, and from the wish to end to the prompt. Needs root.
. "$(dirname "$0")/common.sh"
printf '%-24s %14s %14s\n' pattern 'to tracing' 'to the prompt'
for pattern in 'syscalls:sys_enter_*' 'syscalls:*' 'sched:*' '*:*'; do
  start=$(date +%s%N)
  "$ktap" -d -e "trace $pattern { }" >"$work/out" 2>"$work/err" &
  pid=$!
  wait_for "$work/err" Tracing
  attached=$(date +%s%N)
  sleep 1
  end=$(date +%s%N)
  kill -TERM "$pid"
  wait "$pid" || true
  left=$(date +%s%N)
  printf '%-24s %11d ms %11d ms\n' "$pattern" "$(((attached - start) / 1000000))" "$(((left - end) / 1000000))"
done
