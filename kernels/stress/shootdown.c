// SPDX-License-Identifier: Apache-2.0
// What one thread changes of the mappings holds for all harts when the system call returns.
#define _GNU_SOURCE
#include "stress.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define WRITERS 3
#define PAGES 4
#define ROUNDS 100

static unsigned char *area;
static atomic_int done, faults;

// Lets the store be tried again, until it is allowed.
static void on_fault(int signal, siginfo_t *info, void *context) {
  (void)signal;
  (void)context;
  CHECK((unsigned char *)info->si_addr >= area && (unsigned char *)info->si_addr < area + PAGES * PAGE);
  faults++;
  sched_yield();
}

static void *keep_writing(void *argument) {
  long self = (long)argument;
  move_to_hart((int)self + 1);
  for (uint64_t n = 1; !done; n++) {
    for (int page = 0; page < PAGES; page++) {
      ((volatile uint64_t *)(void *)(area + page * PAGE))[self] = n;
    }
  }
  return NULL;
}

// Of all that the writers wrote to the page.
static uint64_t sum_of(int page) {
  uint64_t sum = 0;
  for (int i = 0; i < WRITERS; i++) {
    sum += ((volatile uint64_t *)(void *)(area + page * PAGE))[i];
  }
  return sum;
}

static void protect(void) {
  CHECK(mprotect(area, PAGES * PAGE, PROT_READ) == 0);
  uint64_t sums[PAGES];
  for (int page = 0; page < PAGES; page++) {
    sums[page] = sum_of(page);
  }
  for (int i = 0; i < 5; i++) {
    sched_yield();
    for (int page = 0; page < PAGES; page++) {
      CHECK(sum_of(page) == sums[page]);
    }
  }
  CHECK(mprotect(area, PAGES * PAGE, PROT_READ | PROT_WRITE) == 0);
}

// A page taken away is zero when it comes back, and the old one is nobody's: a new mapping stays clean.
static void replace(void) {
  unsigned char *other = map_private(PAGES * PAGE);
  CHECK(mprotect(area, PAGES * PAGE, PROT_NONE) == 0);
  CHECK(mmap(area, PAGES * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == area);
  memset(other, 0x77, PAGES * PAGE);
  sched_yield();
  for (size_t i = 0; i < PAGES * PAGE; i += 8) {
    CHECK(other[i] == 0x77);
  }
  CHECK(mprotect(area, PAGES * PAGE, PROT_READ) == 0);
  for (int page = 0; page < PAGES; page++) {
    CHECK(sum_of(page) == 0);
  }
  CHECK(mprotect(area, PAGES * PAGE, PROT_READ | PROT_WRITE) == 0);
  CHECK(munmap(other, PAGES * PAGE) == 0);
}

static int run(int argc, char **argv) {
  int rounds = ROUNDS * scale_argument(argc, argv, 1);
  pthread_t writers[WRITERS];
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
  CHECK(sigaction(SIGSEGV, &action, NULL) == 0);
  area = map_private(PAGES * PAGE);
  for (long i = 0; i < WRITERS; i++) {
    CHECK(pthread_create(&writers[i], NULL, keep_writing, (void *)i) == 0);
  }
  for (int i = 0; i < rounds; i++) {
    protect();
    if (i % 4 == 0) {
      replace();
    }
    sleep_ms(1);
  }
  done = 1;
  for (int i = 0; i < WRITERS; i++) {
    CHECK(pthread_join(writers[i], NULL) == 0);
  }
  // Writers that never met a protected page would prove nothing.
  CHECK(faults > rounds / 4);
  printf("shootdown ok: %d rounds\n", rounds);
  return 0;
}

const struct program shootdown_program = {"shootdown", "[SCALE]", run};
