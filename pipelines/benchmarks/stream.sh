#!/usr/bin/env bash
# A stream of 1,000,000 events a second into a script that counts by key: what it costs. Needs root.
# Each call gives two events, its entry and its return, since one core can't make a million calls
# a second everywhere.
#   stream.sh [SECONDS [PER_SECOND]]
. "$(dirname "$0")/common.sh"
workload getppid
seconds=${1:-20} rate=${2:-1000000}
script='var s = {} trace syscalls:sys_*_getppid /comm == "getppid"/ { s[execname] += 1 } trace_end { print(s["getppid"]) }'

"$ktap" -e "$script" >"$work/out" 2>"$work/err" &
pid=$!
wait_for "$work/err" Tracing
"$work/getppid" 0 0 "$((rate / 2))" "$seconds" >"$work/made" &
maker=$!
sleep 2
before=$(cpu_seconds "$pid")
printf 'second  consumer   RSS now  most\n'
for ((i = 2; i + 1 < seconds; i++)); do
  start=$(cpu_seconds "$pid")
  sleep 1
  if (((i - 2) % ((seconds + 9) / 10) == 0)); then
    read -r now most <<<"$(rss_mb "$pid")"
    printf '%6d %8.1f %% %6d MB %4d MB\n' "$i" "$(awk -v a="$start" -v b="$(cpu_seconds "$pid")" 'BEGIN { print (b - a) * 100 }')" "$now" "$most"
  fi
done
after=$(cpu_seconds "$pid")
wait "$maker"
sleep 0.5
read -r now most <<<"$(rss_mb "$pid")"
kill -TERM "$pid"
wait "$pid" || true
printf 'made     %s\n' "$(cat "$work/made")"
printf 'counted  %s, %s\n' "$(tail -1 "$work/out")" "$(grep -i 'lost' "$work/err" | tail -1 || true)"
awk -v a="$before" -v b="$after" -v s="$((seconds - 3))" -v m="$most" -v r="$rate" \
  'BEGIN { printf "consumer %.1f %% of one core, %.0f ns an event; RSS at most %d MB\n", (b - a) / s * 100, (b - a) / s / r * 1e9, m }'
