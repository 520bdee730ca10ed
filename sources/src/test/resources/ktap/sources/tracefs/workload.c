/* What the tests on the kernel trace: waits for a line on its standard input, then does
   calls N CPU     N times getppid on one CPU
   names           getppid under changing names, in a thread and in a child
   family N        N generations of children and threads, getppid in each */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void call(void) { syscall(SYS_getppid); }

static void calls(long count, int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  sched_setaffinity(0, sizeof set, &set);
  for (long i = 0; i < count; i++) call();
}

static void *renamed(void *name) {
  call();
  prctl(PR_SET_NAME, name);
  call();
  return 0;
}

static void inThread(void *(*body)(void *), void *argument) {
  pthread_t thread;
  pthread_create(&thread, 0, body, argument);
  pthread_join(thread, 0);
}

static void names(void) {
  call();
  prctl(PR_SET_NAME, "second");
  call();
  inThread(renamed, "third");
  if (fork() == 0) {
    renamed("fourth");
    _exit(0);
  }
  wait(0);
  call();
}

static void *onecall(void *unused) {
  call();
  return unused;
}

static void family(int generations) {
  call();
  inThread(onecall, 0);
  if (generations > 1 && fork() == 0) {
    family(generations - 1);
    _exit(0);
  }
  wait(0);
}

int main(int count, char **words) {
  char line[16];
  if (read(0, line, sizeof line) < 0) return 1;
  if (strcmp(words[1], "calls") == 0) calls(atol(words[2]), atoi(words[3]));
  if (strcmp(words[1], "names") == 0) names();
  if (strcmp(words[1], "family") == 0) family(atoi(words[2]));
  return count == 0;
}
