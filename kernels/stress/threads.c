// SPDX-License-Identifier: Apache-2.0
// Threads of the C library, and futexes underneath: every lock, sum and hand-over must come out exactly.
#define _GNU_SOURCE
#include "stress.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define THREADS 8
#define LOCK_ROUNDS 3000
#define PING_PONGS 500
#define BARRIER_ROUNDS 100
#define QUEUE_ITEMS 1500
#define SHORT_LIVED 150

static int scale;

static void run_all(int count, void *(*body)(void *)) {
  pthread_t threads[THREADS];
  for (long i = 0; i < count; i++) {
    CHECK(pthread_create(&threads[i], NULL, body, (void *)i) == 0);
  }
  for (int i = 0; i < count; i++) {
    void *result;
    CHECK(pthread_join(threads[i], &result) == 0 && result == NULL);
  }
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_spinlock_t spin;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static long by_mutex, by_spin, by_rwlock[2];

static void *lock_and_count(void *number) {
  for (long i = 0; i < LOCK_ROUNDS * scale; i++) {
    CHECK(pthread_mutex_lock(&mutex) == 0);
    by_mutex++;
    CHECK(pthread_mutex_unlock(&mutex) == 0);
    CHECK(pthread_spin_lock(&spin) == 0);
    by_spin++;
    CHECK(pthread_spin_unlock(&spin) == 0);
    if (i % 8 == (long)number) {
      CHECK(pthread_rwlock_wrlock(&rwlock) == 0);
      by_rwlock[0]++;
      sched_yield();
      by_rwlock[1]++;
    } else {
      CHECK(pthread_rwlock_rdlock(&rwlock) == 0);
      CHECK(by_rwlock[0] == by_rwlock[1]);
    }
    CHECK(pthread_rwlock_unlock(&rwlock) == 0);
  }
  return NULL;
}

static void locks(void) {
  CHECK(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE) == 0);
  by_mutex = by_spin = by_rwlock[0] = by_rwlock[1] = 0;
  run_all(THREADS, lock_and_count);
  CHECK(by_mutex == (long)THREADS * LOCK_ROUNDS * scale && by_spin == by_mutex);
  CHECK(by_rwlock[0] == by_mutex / 8 && by_rwlock[1] == by_rwlock[0]);
}

static pthread_cond_t turned = PTHREAD_COND_INITIALIZER;
static long turn;

// Round robin: every thread waits for its turn.
static void *take_turns(void *number) {
  for (long i = 0; i < PING_PONGS * scale; i++) {
    CHECK(pthread_mutex_lock(&mutex) == 0);
    while (turn % 4 != (long)number) {
      CHECK(pthread_cond_wait(&turned, &mutex) == 0);
    }
    turn++;
    CHECK(pthread_cond_broadcast(&turned) == 0);
    CHECK(pthread_mutex_unlock(&mutex) == 0);
  }
  return NULL;
}

static pthread_barrier_t barrier;
static long cells[THREADS];

// Each round every thread reads what its neighbour wrote in the round before.
static void *meet(void *number) {
  long self = (long)number, next = (self + 1) % THREADS;
  for (long round = 0; round < BARRIER_ROUNDS * scale; round++) {
    cells[self] = round * THREADS + self;
    int status = pthread_barrier_wait(&barrier);
    CHECK(status == 0 || status == PTHREAD_BARRIER_SERIAL_THREAD);
    CHECK(cells[next] == round * THREADS + next);
    pthread_barrier_wait(&barrier);
  }
  return NULL;
}

// A bounded queue by semaphores, half of the threads on each side.
static sem_t room, filled;
static long items[16];
static atomic_ulong put_index, take_index, taken_sum;

static void *queue(void *number) {
  for (long i = 1; i <= QUEUE_ITEMS * scale; i++) {
    if ((long)number % 2 == 0) {
      CHECK(sem_wait(&room) == 0);
      CHECK(pthread_mutex_lock(&mutex) == 0);
      items[put_index++ % LENGTH(items)] = i;
      CHECK(pthread_mutex_unlock(&mutex) == 0);
      CHECK(sem_post(&filled) == 0);
    } else {
      CHECK(sem_wait(&filled) == 0);
      CHECK(pthread_mutex_lock(&mutex) == 0);
      taken_sum += (unsigned long)items[take_index++ % LENGTH(items)];
      CHECK(pthread_mutex_unlock(&mutex) == 0);
      CHECK(sem_post(&room) == 0);
    }
  }
  return NULL;
}

static void queues(void) {
  unsigned long n = (unsigned long)(QUEUE_ITEMS * scale);
  CHECK(sem_init(&room, 0, LENGTH(items)) == 0 && sem_init(&filled, 0, 0) == 0);
  run_all(THREADS, queue);
  CHECK(taken_sum == THREADS / 2 * n * (n + 1) / 2);
}

static _Thread_local long own[100];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static atomic_int onces;

static void only_once(void) {
  onces++;
}

static void *live_shortly(void *argument) {
  long seed = (long)argument;
  CHECK(pthread_once(&once, only_once) == 0);
  for (size_t i = 0; i < LENGTH(own); i++) {
    CHECK(own[i] == 0);
    own[i] = seed + (long)i;
  }
  sched_yield();
  for (size_t i = 0; i < LENGTH(own); i++) {
    CHECK(own[i] == seed + (long)i);
  }
  return (void *)(seed * 2);
}

static void short_lives(void) {
  for (long i = 0; i < SHORT_LIVED * scale; i += 3) {
    pthread_t threads[3];
    for (long j = 0; j < 3; j++) {
      CHECK(pthread_create(&threads[j], NULL, live_shortly, (void *)(i + j)) == 0);
    }
    for (long j = 0; j < 3; j++) {
      void *result;
      CHECK(pthread_join(threads[j], &result) == 0 && (long)result == (i + j) * 2);
    }
  }
  CHECK(onces == 1);
}

static long futex(atomic_uint *word, int operation, unsigned value, void *fourth, atomic_uint *second,
                  unsigned mask) {
  return syscall(SYS_futex, word, operation, value, fourth, second, mask);
}

static atomic_uint ball;

// Without the C library's locks: wait until the word has this parity, then flip it.
static void *kick(void *number) {
  unsigned parity = (unsigned)(long)number;
  for (long i = 0; i < PING_PONGS * scale; i++) {
    unsigned now;
    while ((now = ball) % 2 != parity) {
      if (futex(&ball, FUTEX_WAIT_PRIVATE, now, NULL, NULL, 0) != 0) {
        CHECK(errno == EAGAIN || errno == EINTR);
      }
    }
    ball++;
    CHECK(futex(&ball, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0) >= 0);
  }
  return NULL;
}

static atomic_uint gate, second_gate;
static atomic_int waiting, through;

static void *wait_at_gate(void *unused) {
  (void)unused;
  waiting++;
  while (gate == 0) {
    futex(&gate, FUTEX_WAIT, 0, NULL, NULL, 0);
  }
  through++;
  return NULL;
}

// All sleepers are moved to another word and woken there; and a wait that nobody ends runs out.
static void requeue_and_timeout(void) {
  pthread_t threads[THREADS];
  struct timespec short_time = {0, 5000000};
  for (int i = 0; i < THREADS; i++) {
    CHECK(pthread_create(&threads[i], NULL, wait_at_gate, NULL) == 0);
  }
  while (waiting < THREADS) {
    sched_yield();
  }
  sleep_ms(20);
  gate = 1;
  long moved = futex(&gate, FUTEX_CMP_REQUEUE, 1, (void *)(long)INT_MAX, &second_gate, 1);
  CHECK(moved == THREADS);
  CHECK(futex(&second_gate, FUTEX_WAKE, INT_MAX, NULL, NULL, 0) == THREADS - 1);
  for (int i = 0; i < THREADS; i++) {
    CHECK(pthread_join(threads[i], NULL) == 0);
  }
  CHECK(through == THREADS);
  CHECK(futex(&second_gate, FUTEX_WAIT, 0, &short_time, NULL, 0) == -1 && errno == ETIMEDOUT);
}

// A thread dies with the lock: the next one is told.
static pthread_mutex_t robust;

static void *die_with_lock(void *unused) {
  (void)unused;
  CHECK(pthread_mutex_lock(&robust) == 0);
  return NULL;
}

static void robust_lock(void) {
  pthread_mutexattr_t kind;
  pthread_t thread;
  CHECK(pthread_mutexattr_init(&kind) == 0);
  CHECK(pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST) == 0);
  CHECK(pthread_mutex_init(&robust, &kind) == 0);
  CHECK(pthread_create(&thread, NULL, die_with_lock, NULL) == 0);
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(pthread_mutex_lock(&robust) == EOWNERDEAD);
  CHECK(pthread_mutex_consistent(&robust) == 0);
  CHECK(pthread_mutex_unlock(&robust) == 0);
  CHECK(pthread_mutex_lock(&robust) == 0 && pthread_mutex_unlock(&robust) == 0);
}

static int run(int argc, char **argv) {
  scale = scale_argument(argc, argv, 1);
  locks();
  run_all(4, take_turns);
  CHECK(turn == 4L * PING_PONGS * scale);
  CHECK(pthread_barrier_init(&barrier, NULL, THREADS) == 0);
  run_all(THREADS, meet);
  queues();
  short_lives();
  run_all(2, kick);
  CHECK(ball == 2u * PING_PONGS * (unsigned)scale);
  requeue_and_timeout();
  robust_lock();
  printf("threads ok: %ld locks, %ld turns, %u kicks\n", by_mutex, turn, (unsigned)ball);
  return 0;
}

const struct program threads_program = {"threads", "[SCALE]", run};
