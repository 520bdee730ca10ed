# What the benchmark scripts share. Not to be run.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
ktap=$root/ktap
work=$(mktemp -d)
instance=$(awk '$3 == "tracefs" { print $2; exit }' /proc/mounts)/instances/ktap-benchmark
trap '[ -d "$instance" ] && rmdir "$instance"; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

has() {
  command -v "$1" >/dev/null || {
    printf '%s is not installed, its column is left out (apt-get install -y %s)\n' "$1" "${2:-$1}" >&2
    return 1
  }
}

workload() {
  gcc -O2 -Wall -o "$work/$1" "$here/workloads/$1.c"
}

# Milliseconds that a command takes, the median of $1 runs.
median_ms() {
  local runs=$1 i start end
  shift
  for ((i = 0; i < runs; i++)); do
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1 || true
    end=$(date +%s%N)
    echo $(((end - start) / 10000))
  done | sort -n | sed -n "$((runs / 2 + 1))p" | sed -E 's/^$/0/; s/(..)$/.\1/; s/^\./0./'
}

ratio() {
  awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}

# Seconds of processor time that process $1 has used so far.
cpu_seconds() {
  awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print ($12 + $13) / hz }' "/proc/$1/stat"
}

# Its memory in the machine, in MB, and the most it ever was.
rss_mb() {
  awk '/VmRSS/ { now = $2 } /VmHWM/ { most = $2 } END { printf "%d %d", now / 1024, most / 1024 }' "/proc/$1/status"
}

# Waits until file $1 has a line that matches $2.
wait_for() {
  local i
  for ((i = 0; i < 1000; i++)); do
    grep -q -- "$2" "$1" 2>/dev/null && return
    sleep 0.01
  done
  printf 'no %s in %s\n' "$2" "$1" >&2
  cat "$1" >&2
  return 1
}

# Makes $1 calls of getppid under $instance, and leaves what its rings held in
# $work/cpu*.raw: what trace-cmd record would read.
ring() {
  local calls=$1 cpu
  mkdir "$instance" || return
  echo 0 >"$instance/tracing_on"
  echo $((calls * 50 / 1024 + 4096)) >"$instance/per_cpu/cpu0/buffer_size_kb"
  for event in enter exit; do
    echo 1 >"$instance/events/syscalls/sys_${event}_getppid/enable"
  done
  echo 1 >"$instance/tracing_on"
  "$work/getppid" "$calls" 0
  echo 0 >"$instance/tracing_on"
  for cpu in "$instance"/per_cpu/cpu*; do
    dd if="$cpu/trace_pipe_raw" of="$work/${cpu##*/}.raw" bs=4096 iflag=nonblock 2>/dev/null || true
  done
  rmdir "$instance"
}
