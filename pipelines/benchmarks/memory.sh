#!/usr/bin/env bash
# What a table of ten million integers costs: the most memory that the whole process ever had. No root.
#   memory.sh [KEYS]
. "$(dirname "$0")/common.sh"
keys=${1:-10000000}
"$ktap" -V >/dev/null
printf '%-34s %10s\n' keys 'RSS, most'
# Fills a table with the keys of an expression, and waits until its memory was looked at.
measure() {
  rm -f "$work/out"
  "$ktap" --max-loops 0 -q -e "var t = {} for (i = 1, $keys) { t[$1] = i } print(len(t)) tick-10s { }" >"$work/out" &
  local ktap_pid=$! now most
  until [ -s "$work/out" ]; do
    kill -0 $ktap_pid || exit 1
    sleep 0.1
  done
  [ "$(cat "$work/out")" = "$keys" ] || printf 'expected %s keys, found %s\n' "$keys" "$(cat "$work/out")"
  read -r now most < <(rss_mb $ktap_pid; echo)
  kill $ktap_pid
  wait $ktap_pid || true
  printf '%-34s %7d MB\n' "$2" "$most"
}
measure 'i' "1, 2, 3, … $keys"
measure 'i * 1000003' '1000003, 2000006, …'
