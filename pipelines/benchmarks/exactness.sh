#!/usr/bin/env bash
# Is every event counted? Exactly 1,000,000 system calls on one CPU: with the consumer running, and
# with the consumer stopped for a while, so that the kernel must drop some. Needs root.
. "$(dirname "$0")/common.sh"
workload getppid
calls=1000000
script='var n = 0 trace syscalls:sys_enter_getppid /comm == "getppid"/ { n += 1 } trace_end { print(n) }'

# $1 what it is called, $2 how long the consumer is stopped, then its options.
run() {
  local name=$1 stopped=$2
  shift 2
  : >"$work/err"
  "$ktap" "$@" -e "$script" >"$work/out" 2>"$work/err" &
  local pid=$!
  wait_for "$work/err" Tracing
  if [ "$stopped" != 0 ]; then
    kill -STOP "$pid"
    "$work/getppid" "$calls" 0 >/dev/null
    sleep "$stopped"
    kill -CONT "$pid"
  else
    "$work/getppid" "$calls" 0 >/dev/null
  fi
  sleep 0.5
  kill -TERM "$pid"
  wait "$pid" || true
  local counted lost
  counted=$(tail -1 "$work/out")
  lost=$(sed -nE 's/^.*[^0-9]([0-9,]+) events? lost.*/\1/p' "$work/err" | tail -1 | tr -d ,)
  printf '%-34s made %d  counted %8d  lost %8d  sum %8d  %s\n' "$name" "$calls" "$counted" "${lost:-0}" \
    "$((counted + ${lost:-0}))" "$([ "$((counted + ${lost:-0}))" = "$calls" ] && echo exact || echo WRONG)"
  grep -iE 'lost' "$work/err" | tail -2 | sed 's/^/    /' || true
}

run 'consumer running' 0
run 'consumer stopped, usual buffer' 1
run 'consumer stopped, --buffer 1m' 1 --buffer 1m
