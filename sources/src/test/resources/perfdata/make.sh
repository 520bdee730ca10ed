#!/bin/bash
# Makes the files of this directory anew: what perf recorded, and beside it what 'perf script' reads in it.
# Needs root, perf and gzip. Times, threads and addresses differ with each run; the tests compare the two.
set -e
cd "$(dirname "$0")"
events=sched:sched_switch,sched:sched_process_exec,sched:sched_wakeup,syscalls:sys_enter_openat,syscalls:sys_exit_openat,task:task_newtask,task:task_rename
work() { sh -c 'ls / >/dev/null; (echo a | cat) >/dev/null; true'; }
export -f work
shown() { # file, fields
  perf script -i "$1" --ns -F "$2" 2>/dev/null | gzip -9n >"$1.txt.gz"
  gzip -9nf "$1"
}
perf record -q -a -o file.data -e $events -- bash -c work
shown file.data comm,pid,tid,cpu,time,event,trace
perf record -q -a -o - -e $events -- bash -c work >pipe.data
shown pipe.data comm,pid,tid,cpu,time,event,trace
perf record -q -a -z -o zstd.data -e $events -- bash -c work
shown zstd.data comm,pid,tid,cpu,time,event,trace
perf record -q -a -z -o - -e $events -- bash -c work >zstd-pipe.data
shown zstd-pipe.data comm,pid,tid,cpu,time,event,trace
perf record -q -a -g -o chains.data -e sched:sched_switch,sched:sched_process_exec,cpu-clock -c 100000 -- bash -c work
shown chains.data comm,pid,tid,cpu,time,event,ip,dso
# Two files with clocks, to be merged: 300 and 200 calls of getppid.
calls() { dir=$(mktemp -d); gcc -O2 -o "$dir/getppid" ../../../../../pipelines/benchmarks/workloads/getppid.c; perf record "${@:2}" "$dir/getppid" "$1" 0 >/dev/null; rm -r "$dir"; }
calls 300 -q -k mono -o clock-enter.data -e syscalls:sys_enter_getppid
calls 200 -q -k mono -o clock-exit.data -e syscalls:sys_exit_getppid
# As small as they can be, for damage at every byte.
calls 300 -q -B -N -k mono -e cpu-clock:u -c 100000 -o small.data
calls 300 -q -B -N -z -e cpu-clock:u -c 100000 -o small-zstd.data
dir=$(mktemp -d) && gcc -O2 -o "$dir/getppid" ../../../../../pipelines/benchmarks/workloads/getppid.c
perf record -q -B -N -e cpu-clock:u -c 100000 -o - "$dir/getppid" 300 0 2>/dev/null >small-pipe.data
gzip -9nf clock-*.data small*.data
# A ring of one page loses most of 20000 calls; perf tells where, and at the end how many in all.
perf record -q -B -N -m 1 -e syscalls:sys_enter_getppid -o lost.data taskset -c 0 "$dir/getppid" 20000 0 >/dev/null
perf script -i lost.data --show-lost-events --ns -F comm,pid,tid,cpu,time,event,trace 2>/dev/null | gzip -9n >lost.data.txt.gz
gzip -9nf lost.data
rm -r "$dir"
ls -l
