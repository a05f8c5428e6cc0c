// SPDX-License-Identifier: Apache-2.0
// AMOs, LR/SC and fences between threads: counters that must add up, and orders that must not be seen.
#define _GNU_SOURCE
#include "stress.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 4
#define ROUNDS 8000
#define LITMUS_ROUNDS 1500
#define NODES 64

static int rounds, litmus_rounds;

static struct {
  uint64_t add64, lr_sc64, swap64, xor64, max64;
  uint32_t add32, lr_sc32, or32, and32;
  int64_t min64;
  uint8_t bytes[8];
} shared __attribute__((aligned(64)));

static void lr_sc_add64(uint64_t *at, uint64_t value) {
  uint64_t old, failed;
  __asm__ volatile(
    "1: lr.d.aq %0, (%2)\n add %0, %0, %3\n sc.d.rl %1, %0, (%2)\n bnez %1, 1b"
    : "=&r"(old), "=&r"(failed) : "r"(at), "r"(value) : "memory");
}

static void lr_sc_add32(uint32_t *at, uint32_t value) {
  uint64_t old, failed;
  __asm__ volatile(
    "1: lr.w %0, (%2)\n addw %0, %0, %3\n sc.w %1, %0, (%2)\n bnez %1, 1b"
    : "=&r"(old), "=&r"(failed) : "r"(at), "r"(value) : "memory");
}

static uint64_t amo_max(uint64_t *at, uint64_t value) {
  uint64_t old;
  __asm__ volatile("amomaxu.d %0, %2, (%1)" : "=r"(old) : "r"(at), "r"(value) : "memory");
  return old;
}

static int64_t amo_min(int64_t *at, int64_t value) {
  int64_t old;
  __asm__ volatile("amomin.d %0, %2, (%1)" : "=r"(old) : "r"(at), "r"(value) : "memory");
  return old;
}

static uint64_t swapped[THREADS];

static void *count(void *argument) {
  uint64_t self = (uint64_t)(long)argument, highest = 0;
  int64_t lowest = INT64_MAX;
  for (int i = 0; i < rounds; i++) {
    uint64_t n = (uint64_t)i + 1;
    __atomic_fetch_add(&shared.add64, n, __ATOMIC_RELAXED);
    __atomic_fetch_add(&shared.add32, 1, __ATOMIC_SEQ_CST);
    lr_sc_add64(&shared.lr_sc64, n);
    lr_sc_add32(&shared.lr_sc32, 3);
    __atomic_fetch_xor(&shared.xor64, mix(self, n), __ATOMIC_ACQ_REL);
    // Bit operations: every thread has bits of its own and sees them as it left them.
    uint32_t mine = 0x01010101u << self;
    CHECK((__atomic_fetch_or(&shared.or32, mine, __ATOMIC_ACQUIRE) & mine) == 0);
    CHECK((__atomic_fetch_and(&shared.or32, ~mine, __ATOMIC_RELEASE) & mine) == mine);
    // What one puts in, another takes out: nothing is lost.
    swapped[self] += __atomic_exchange_n(&shared.swap64, n * THREADS + self, __ATOMIC_ACQ_REL);
    // Extremes never go back.
    uint64_t high = amo_max(&shared.max64, n * 1000 + self);
    CHECK(high >= highest);
    highest = high;
    int64_t low = amo_min(&shared.min64, -(int64_t)n);
    CHECK(low <= lowest);
    lowest = low;
    // Bytes of one word, which the compiler makes of LR/SC on the word.
    __atomic_fetch_add(&shared.bytes[self], 1, __ATOMIC_RELAXED);
  }
  return NULL;
}

static void run_all(void *(*body)(void *)) {
  pthread_t threads[THREADS];
  for (long i = 0; i < THREADS; i++) {
    CHECK(pthread_create(&threads[i], NULL, body, (void *)i) == 0);
  }
  for (int i = 0; i < THREADS; i++) {
    CHECK(pthread_join(threads[i], NULL) == 0);
  }
}

static void counters(void) {
  uint64_t n = (uint64_t)rounds, in = 0, out = 0, bits = 0;
  memset(&shared, 0, sizeof(shared));
  memset(swapped, 0, sizeof(swapped));
  run_all(count);
  for (uint64_t t = 0; t < THREADS; t++) {
    for (uint64_t i = 1; i <= n; i++) {
      in += i * THREADS + t;
      bits ^= mix(t, i);
    }
    out += swapped[t];
    CHECK(shared.bytes[t] == (uint8_t)n && shared.bytes[t + 4] == 0);
  }
  CHECK(shared.add64 == THREADS * n * (n + 1) / 2 && shared.lr_sc64 == shared.add64);
  CHECK(shared.add32 == THREADS * n && shared.lr_sc32 == 3 * THREADS * n);
  CHECK(shared.xor64 == bits && shared.or32 == 0 && out + shared.swap64 == in);
  CHECK(shared.max64 == n * 1000 + THREADS - 1 && shared.min64 == -(int64_t)n);
}

// A stack without locks; the count in the pointer's place keeps one node from passing for another.
static struct { uint32_t next, owner; } nodes[NODES];
static _Atomic uint64_t top;

static void push(uint32_t node) {
  uint64_t old = top;
  do {
    nodes[node].next = (uint32_t)old;
  } while (!atomic_compare_exchange_weak(&top, &old, ((old >> 32) + 1) << 32 | node));
}

// 0 if there is none.
static uint32_t pop(void) {
  uint64_t old = top;
  do {
    if ((uint32_t)old == 0) {
      return 0;
    }
  } while (!atomic_compare_exchange_weak(&top, &old, ((old >> 32) + 1) << 32 | nodes[(uint32_t)old].next));
  return (uint32_t)old;
}

static void *push_and_pop(void *argument) {
  uint32_t self = (uint32_t)(long)argument + 1;
  for (int i = 0; i < rounds; i++) {
    uint32_t node = pop();
    if (node != 0) {
      CHECK(__atomic_exchange_n(&nodes[node].owner, self, __ATOMIC_RELAXED) == 0);
      if (i % 64 == 0) {
        sched_yield();
      }
      CHECK(__atomic_exchange_n(&nodes[node].owner, 0, __ATOMIC_RELAXED) == self);
      push(node);
    }
  }
  return NULL;
}

static void lock_free_stack(void) {
  for (uint32_t node = 1; node < NODES; node++) {
    push(node);
  }
  run_all(push_and_pop);
  int left = 0;
  while (pop() != 0) {
    left++;
  }
  CHECK(left == NODES - 1);
}

// Store buffering, message passing: what sequential consistency and release/acquire forbid never shows.
static pthread_barrier_t barrier;
static _Atomic uint64_t x, y, data, ready;
static uint64_t seen_x, seen_y;

static void *store_then_look(void *argument) {
  int first = (long)argument == 0;
  for (int i = 1; i <= litmus_rounds; i++) {
    pthread_barrier_wait(&barrier);
    if (first) {
      x = (uint64_t)i;
      seen_y = y;
      atomic_store_explicit(&data, mix((uint64_t)i, 5), memory_order_relaxed);
      atomic_store_explicit(&ready, (uint64_t)i, memory_order_release);
    } else {
      y = (uint64_t)i;
      seen_x = x;
      while (atomic_load_explicit(&ready, memory_order_acquire) != (uint64_t)i) {
        sched_yield();
      }
      CHECK(atomic_load_explicit(&data, memory_order_relaxed) == mix((uint64_t)i, 5));
    }
    pthread_barrier_wait(&barrier);
    CHECK(seen_x == (uint64_t)i || seen_y == (uint64_t)i);
  }
  return NULL;
}

static void litmus(void) {
  pthread_t threads[2];
  CHECK(pthread_barrier_init(&barrier, NULL, 2) == 0);
  for (long i = 0; i < 2; i++) {
    CHECK(pthread_create(&threads[i], NULL, store_then_look, (void *)i) == 0);
  }
  for (int i = 0; i < 2; i++) {
    CHECK(pthread_join(threads[i], NULL) == 0);
  }
}

// SC fails without an LR of its own before it.
static void lr_sc_rules(void) {
  uint64_t word = 1, other = 2, failed, loaded;
  __asm__ volatile("lr.d %1, (%2)\n sc.d %0, zero, (%3)"
                   : "=&r"(failed), "=&r"(loaded) : "r"(&word), "r"(&other) : "memory");
  CHECK(failed != 0 ? other == 2 : other == 0);
  __asm__ volatile("sc.d %0, zero, (%1)\n sc.d %0, zero, (%1)" : "=&r"(failed) : "r"(&word) : "memory");
  CHECK(failed != 0);
  word = 5;
  __asm__ volatile("lr.d %1, (%2)\n sc.d %0, zero, (%2)\n sc.d %0, %1, (%2)"
                   : "=&r"(failed), "=&r"(loaded) : "r"(&word) : "memory");
  CHECK(failed != 0 && loaded == 5);
}

static int run(int argc, char **argv) {
  int scale = scale_argument(argc, argv, 1);
  rounds = ROUNDS * scale;
  litmus_rounds = LITMUS_ROUNDS * scale;
  counters();
  lock_free_stack();
  litmus();
  lr_sc_rules();
  printf("atomics ok: %d rounds, sum %lu\n", rounds, (unsigned long)shared.add64);
  return 0;
}

const struct program atomics_program = {"atomics", "[SCALE]", run};
