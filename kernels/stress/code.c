// SPDX-License-Identifier: Apache-2.0
// Code that is written while it is in use: in place, through a second mapping, on other harts.
#define _GNU_SOURCE
#include "stress.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ROUNDS 400
#define FUNCTIONS 32
#define THREADS 4

typedef long (*function)(long);

// addi a0, a0, value; ret
static void write_function(uint32_t *at, int value) {
  at[0] = (uint32_t)value << 20 | 10 << 15 | 10 << 7 | 0x13;
  at[1] = 0x00008067;
}

// c.addi a0, value; c.jr ra: the same address holds instructions of another length.
static void write_compressed(uint32_t *at, int value) {
  uint16_t halves[2] = {(uint16_t)(0x0501 | (value & 31) << 2), 0x8082};
  memcpy(at, halves, sizeof(halves));
}

static long call(const uint32_t *at, long argument) {
  return ((function)(uintptr_t)at)(argument);
}

static void flush(uint32_t *from, size_t bytes) {
  __builtin___clear_cache((char *)from, (char *)from + bytes);
}

static void in_place(int rounds) {
  uint32_t *code = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(code != MAP_FAILED);
  for (int i = 0; i < rounds; i++) {
    uint32_t *at = code + i % FUNCTIONS * 4;
    int value = i % 2 == 0 ? i % 2000 - 1000 : i % 15 + 1;
    if (i % 2 == 0) {
      write_function(at, value);
    } else {
      write_compressed(at, value);
    }
    flush(at, 8);
    // Often enough that it is worth translating.
    long sum = 0;
    for (int j = 0; j < 50; j++) {
      sum = call(at, sum);
    }
    CHECK(sum == 50L * value);
  }
  munmap(code, PAGE);
}

// Written through one address, run through another.
static void twice_mapped(int rounds) {
  int fd = memfd_create("code", 0);
  CHECK(fd >= 0 && ftruncate(fd, PAGE) == 0);
  uint32_t *writable = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  uint32_t *runnable = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
  CHECK(writable != MAP_FAILED && runnable != MAP_FAILED);
  for (int i = 0; i < rounds; i++) {
    size_t at = (size_t)(i % FUNCTIONS) * 4;
    write_function(writable + at, i % 2048);
    flush(runnable + at, 8);
    CHECK(call(runnable + at, i) == i + i % 2048);
  }
  munmap(writable, PAGE);
  munmap(runnable, PAGE);
  close(fd);
}

// The same address, in turn, is several pages: what was known of the code there is known no more.
static void remapped(int rounds) {
  int fd = memfd_create("pages", 0);
  uint32_t words[2];
  CHECK(fd >= 0 && ftruncate(fd, FUNCTIONS * PAGE) == 0);
  for (int i = 0; i < FUNCTIONS; i++) {
    write_function(words, i * 7);
    CHECK(pwrite(fd, words, sizeof(words), (off_t)i * PAGE) == sizeof(words));
  }
  uint32_t *at = map_private(PAGE);
  for (int i = 0; i < rounds; i++) {
    int page = (int)(mix((uint64_t)i, 9) % FUNCTIONS);
    CHECK(mmap(at, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, fd, (off_t)page * PAGE) == at);
    CHECK(call(at, 1) == page * 7 + 1);
  }
  munmap(at, PAGE);
  close(fd);
}

// One thread writes, all run it, each on a hart of its own; fence.i reaches them all.
static uint32_t *common;
static pthread_barrier_t barrier;
static int common_rounds;

static void *run_common(void *argument) {
  int self = (int)(long)argument;
  move_to_hart(self);
  for (int i = 0; i < common_rounds; i++) {
    if (i % THREADS == self) {
      write_function(common, i % 2048);
      flush(common, 8);
    }
    pthread_barrier_wait(&barrier);
    for (int j = 0; j < 5; j++) {
      CHECK(call(common, j) == j + i % 2048);
    }
    if (i % 32 == 0) {
      move_to_hart(self + i);
    }
    pthread_barrier_wait(&barrier);
  }
  return NULL;
}

static void on_all_harts(int rounds) {
  pthread_t threads[THREADS];
  common = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(common != MAP_FAILED && pthread_barrier_init(&barrier, NULL, THREADS) == 0);
  common_rounds = rounds;
  for (long i = 0; i < THREADS; i++) {
    CHECK(pthread_create(&threads[i], NULL, run_common, (void *)i) == 0);
  }
  for (int i = 0; i < THREADS; i++) {
    CHECK(pthread_join(threads[i], NULL) == 0);
  }
}

static int run(int argc, char **argv) {
  int rounds = ROUNDS * scale_argument(argc, argv, 1);
  in_place(rounds * 5);
  twice_mapped(rounds);
  remapped(rounds);
  on_all_harts(rounds);
  printf("code ok: %d rounds\n", rounds);
  return 0;
}

const struct program code_program = {"code", "[SCALE]", run};
