// Makes system calls at a known number, and says how long they took.
//
//   getppid COUNT [CPU [PER_SECOND [SECONDS]]]
//
// COUNT calls of getppid on one CPU, as fast as they go; with PER_SECOND in portions every
// millisecond, and COUNT is then ignored in favour of SECONDS.
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void make(long count) {
  for (long i = 0; i < count; i++) {
    syscall(SYS_getppid);
  }
}

int main(int argc, char **argv) {
  long count = argc > 1 ? atol(argv[1]) : 1000000;
  if (argc > 2 && atoi(argv[2]) >= 0) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(atoi(argv[2]), &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0) {
      perror("sched_setaffinity");
      return 1;
    }
  }
  long rate = argc > 3 ? atol(argv[3]) : 0;
  long seconds = argc > 4 ? atol(argv[4]) : 10;
  long long start = now();
  long made = 0;
  if (rate == 0) {
    make(count);
    made = count;
  } else {
    for (long tick = 0; tick < seconds * 1000; tick++) {
      long due = rate * (tick + 1) / 1000;
      make(due - made);
      made = due;
      // reading the clock needs no system call
      while (now() < start + (tick + 1) * 1000000LL) {
      }
    }
  }
  double took = (now() - start) / 1e9;
  printf("%ld calls in %.3f s, %.0f ns each, %.2f million/s\n", made, took, took * 1e9 / made, made / took / 1e6);
  return 0;
}
