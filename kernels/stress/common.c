// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "stress.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// Without stdio, whose locks the process may hold: this is called in signal handlers too.
void check(int holds, const char *condition, const char *file, int line) {
  if (holds) {
    return;
  }
  int error = errno;
  char message[400];
  int length = snprintf(message, sizeof(message), "stress: %s:%d: not true: %s (errno %d, pid %d)\n", file,
                        line, condition, error, (int)getpid());
  if (write(STDERR_FILENO, message, (size_t)length) < 0) {
    _exit(2);
  }
  _exit(1);
}

int scale_argument(int argc, char **argv, int index) {
  int scale = argc > index ? atoi(argv[index]) : 1;
  CHECK(scale >= 1 && scale <= 10000);
  return scale;
}

static void *map(size_t size, int sharing) {
  void *area = mmap(NULL, size, PROT_READ | PROT_WRITE, sharing | MAP_ANONYMOUS, -1, 0);
  CHECK(area != MAP_FAILED);
  return area;
}

void *map_private(size_t size) {
  return map(size, MAP_PRIVATE);
}

void *map_shared(size_t size) {
  return map(size, MAP_SHARED);
}

int exit_status_of(pid_t pid) {
  int status;
  CHECK(pid > 0);
  pid_t waited;
  do {
    waited = waitpid(pid, &status, 0);
  } while (waited < 0 && errno == EINTR);
  CHECK(waited == pid);
  CHECK(WIFEXITED(status));
  return WEXITSTATUS(status);
}

void sleep_ms(int ms) {
  struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
  while (nanosleep(&left, &left) != 0) {
    CHECK(errno == EINTR);
  }
}

void move_to_hart(int hart) {
  static int count;
  cpu_set_t harts;
  if (count == 0) {
    count = (int)sysconf(_SC_NPROCESSORS_ONLN);
  }
  CPU_ZERO(&harts);
  CPU_SET((size_t)(hart % count), &harts);
  CHECK(sched_setaffinity(0, sizeof(harts), &harts) == 0);
}
