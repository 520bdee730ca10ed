#!/usr/bin/env bash
# The same programs in ktap and in Lua, whole processes: start, run, exit. No root.
#   programs.sh [RUNS]
. "$(dirname "$0")/common.sh"
runs=${1:-5}
"$ktap" -V >/dev/null
has lua5.4 && lua=1 || lua=
has luajit && jit=1 || jit=
printf '%-10s %10s %10s %10s %12s %12s\n' program ktap lua5.4 luajit ktap/lua5.4 ktap/luajit
product_lua=1 product_jit=1 number=0
for script in "$here"/programs/*.kp; do
  program=$(basename "$script" .kp)
  "$ktap" "$script" >"$work/ours"
  ours=$(median_ms "$runs" "$ktap" "$script")
  theirs='-' theirs_jit='-' r='-' rj='-'
  if [ -n "$lua" ]; then
    lua5.4 "${script%.kp}.lua" | cmp -s - "$work/ours" || printf '%s: the answers differ\n' "$program"
    theirs=$(median_ms "$runs" lua5.4 "${script%.kp}.lua")
    r=$(ratio "$ours" "$theirs")
    product_lua=$(awk -v a="$product_lua" -v b="$r" 'BEGIN { print a * b }')
  fi
  if [ -n "$jit" ]; then
    theirs_jit=$(median_ms "$runs" luajit "${script%.kp}.lua")
    rj=$(ratio "$ours" "$theirs_jit")
    product_jit=$(awk -v a="$product_jit" -v b="$rj" 'BEGIN { print a * b }')
  fi
  number=$((number + 1))
  printf '%-10s %10s %10s %10s %12s %12s\n' "$program" "$ours" "$theirs" "$theirs_jit" "$r" "$rj"
done
awk -v a="$product_lua" -v b="$product_jit" -v n="$number" \
  'BEGIN { printf "%-10s %10s %10s %10s %12.2f %12.2f\n", "geo. mean", "ms", "ms", "ms", a ^ (1 / n), b ^ (1 / n) }'
