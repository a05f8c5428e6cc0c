// SPDX-License-Identifier: Apache-2.0
// Faults of every kind, the address and the reason that the handler is told, and the retry after it.
#define _GNU_SOURCE
#include "stress.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#define PAGES 64
#define REPAIRS 400

static sigjmp_buf back;
static volatile siginfo_t last;
static volatile uintptr_t fault_pc;
static unsigned char *lazy;
static volatile int repairs;

static void leave(int signal, siginfo_t *info, void *context) {
  (void)signal;
  last = *info;
  fault_pc = ((ucontext_t *)context)->uc_mcontext.__gregs[REG_PC];
  siglongjmp(back, 1);
}

// Makes the page at hand usable and returns, so that the instruction is tried again.
static void repair(int signal, siginfo_t *info, void *context) {
  (void)signal;
  (void)context;
  uintptr_t page = (uintptr_t)info->si_addr & ~(uintptr_t)(PAGE - 1);
  CHECK(page >= (uintptr_t)lazy && page < (uintptr_t)lazy + PAGES * PAGE);
  repairs++;
  CHECK(mprotect((void *)page, PAGE, PROT_READ | PROT_WRITE) == 0);
}

// Skips a 32-bit instruction.
static void skip(int signal, siginfo_t *info, void *context) {
  (void)signal;
  last = *info;
  ((ucontext_t *)context)->uc_mcontext.__gregs[REG_PC] += 4;
}

static void handle(int signal, void (*handler)(int, siginfo_t *, void *)) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  CHECK(sigaction(signal, &action, NULL) == 0);
}

enum access { LOAD, STORE, EXECUTE };

static void touch(volatile unsigned char *at, enum access access) {
  switch (access) {
    case LOAD:
      (void)*at;
      break;
    case STORE:
      *at = 1;
      break;
    case EXECUTE:
      ((void (*)(void))(uintptr_t)at)();
      break;
  }
}

static void expect(int signal, int code, volatile unsigned char *at, enum access access) {
  last.si_signo = 0;
  if (sigsetjmp(back, 1) == 0) {
    touch(at, access);
    CHECK(!"the access was to fail");
  }
  CHECK(last.si_signo == signal && last.si_code == code && last.si_addr == (void *)at);
  CHECK(access != EXECUTE || fault_pc == (uintptr_t)at);
}

static void bad_addresses(void) {
  unsigned char *area = map_private(4 * PAGE);
  CHECK(mprotect(area + PAGE, PAGE, PROT_NONE) == 0);
  CHECK(mprotect(area + 2 * PAGE, PAGE, PROT_READ) == 0);
  CHECK(munmap(area + 3 * PAGE, PAGE) == 0);
  handle(SIGSEGV, leave);
  for (int offset = 0; offset < PAGE; offset += 1022) {
    for (enum access access = LOAD; access <= EXECUTE; access++) {
      expect(SIGSEGV, SEGV_MAPERR, (unsigned char *)0 + offset, access);
      expect(SIGSEGV, SEGV_MAPERR, area + 3 * PAGE + offset, access);
      expect(SIGSEGV, SEGV_ACCERR, area + PAGE + offset, access);
    }
    expect(SIGSEGV, SEGV_ACCERR, area + 2 * PAGE + offset, STORE);
    expect(SIGSEGV, SEGV_ACCERR, area + 2 * PAGE + offset, EXECUTE);
    expect(SIGSEGV, SEGV_ACCERR, area + offset, EXECUTE);
    // The kernel's half.
    expect(SIGSEGV, SEGV_MAPERR, (unsigned char *)(uintptr_t)(0xffffffff80000000u + (unsigned)offset), LOAD);
  }
}

// A misaligned access over the end of a good page: the address told is in the bad one, and nothing is stored.
static void across_pages(void) {
  unsigned char *area = map_private(2 * PAGE);
  memset(area, 0x5a, 2 * PAGE);
  CHECK(mprotect(area + PAGE, PAGE, PROT_NONE) == 0);
  handle(SIGSEGV, leave);
  for (int before = 1; before < 8; before++) {
    unsigned char *at = area + PAGE - before;
    last.si_signo = 0;
    if (sigsetjmp(back, 1) == 0) {
      uint64_t value = 0x1122334455667788;
      __asm__ volatile("sd %0, 0(%1)" : : "r"(value), "r"(at) : "memory");
      CHECK(!"the store was to fail");
    }
    CHECK(last.si_signo == SIGSEGV && last.si_code == SEGV_ACCERR);
    CHECK((unsigned char *)last.si_addr >= at && (unsigned char *)last.si_addr <= area + PAGE);
    for (int i = 0; i < before; i++) {
      CHECK(at[i] == 0x5a);
    }
  }
  munmap(area, 2 * PAGE);
}

static void beyond_a_file(void) {
  char name[] = "/tmp/faultsXXXXXX";
  int fd = mkstemp(name);
  CHECK(fd >= 0 && unlink(name) == 0 && ftruncate(fd, PAGE + 10) == 0);
  unsigned char *area = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  CHECK(area != MAP_FAILED);
  handle(SIGBUS, leave);
  area[PAGE + 100] = 1;
  expect(SIGBUS, BUS_ADRERR, area + 2 * PAGE + 5, LOAD);
  expect(SIGBUS, BUS_ADRERR, area + 2 * PAGE + 5, STORE);
  CHECK(ftruncate(fd, 3 * PAGE) == 0);
  touch(area + 2 * PAGE + 5, STORE);
  CHECK(ftruncate(fd, 0) == 0);
  expect(SIGBUS, BUS_ADRERR, area, LOAD);
  munmap(area, 3 * PAGE);
  close(fd);
}

static void bad_instructions(void) {
  handle(SIGILL, skip);
  handle(SIGTRAP, skip);
  for (int i = 0; i < 50; i++) {
    uintptr_t at;
    last.si_signo = 0;
    // custom-0, which this machine does not use.
    __asm__ volatile("la %0, 1f\n.balign 4\n1: .word 0x0000000b" : "=r"(at) : : "memory");
    CHECK(last.si_signo == SIGILL && last.si_code == ILL_ILLOPC && (uintptr_t)last.si_addr == at);
    last.si_signo = 0;
    // csrr t0, sstatus: not for user mode.
    __asm__ volatile("la %0, 1f\n.balign 4\n1: .word 0x100022f3" : "=r"(at) : : "memory", "t0");
    CHECK(last.si_signo == SIGILL && (uintptr_t)last.si_addr == at);
    last.si_signo = 0;
    __asm__ volatile("la %0, 1f\n.balign 4\n1: .word 0x00100073" : "=r"(at) : : "memory");
    CHECK(last.si_signo == SIGTRAP && last.si_code == TRAP_BRKPT && (uintptr_t)last.si_addr == at);
  }
}

// Loads and stores of every width at random places, each page forbidden before its first use.
static void repaired(int scale) {
  uint64_t random = 99;
  static uint64_t expected[PAGES * PAGE / 8];
  lazy = map_private(PAGES * PAGE);
  handle(SIGSEGV, repair);
  for (int i = 0; i < REPAIRS * scale; i++) {
    size_t index = next_random(&random) % (PAGES * PAGE / 8);
    volatile uint64_t *word = (volatile uint64_t *)(void *)lazy + index;
    unsigned char *page = (unsigned char *)((uintptr_t)word & ~(uintptr_t)(PAGE - 1));
    CHECK(mprotect(page, PAGE, PROT_NONE) == 0);
    int before = repairs;
    switch (i % 4) {
      case 0:
        CHECK(*word == expected[index]);
        break;
      case 1:
        *word = expected[index] = next_random(&random);
        break;
      case 2: {
        double value = (double)i, loaded;
        *(volatile double *)word = value;
        loaded = *(volatile double *)word;
        CHECK(loaded == value);
        memcpy(&expected[index], &value, sizeof(value));
        break;
      }
      default:
        expected[index] += 3;
        CHECK(__atomic_add_fetch(word, 3, __ATOMIC_SEQ_CST) == expected[index]);
        break;
    }
    CHECK(repairs == before + 1);
  }
  CHECK(mprotect(lazy, PAGES * PAGE, PROT_READ) == 0);
  CHECK(memcmp(lazy, expected, sizeof(expected)) == 0);
}

// Recursion until the stack is at its end; the handler has a stack of its own.
static int deeper(volatile int *depth) {
  volatile char room[2000];
  room[0] = (char)*depth;
  return ++*depth < 1000000 ? deeper(depth) + room[0] : 0;
}

static void stack_overflow(void) {
  volatile int depth = 0;
  handle(SIGSEGV, leave);
  if (sigsetjmp(back, 1) == 0) {
    deeper(&depth);
  }
  CHECK(depth > 100 && last.si_signo == SIGSEGV);
  uintptr_t at = (uintptr_t)last.si_addr, here = (uintptr_t)__builtin_frame_address(0);
  CHECK(at < here && at > here - (16 << 20));
}

static int run(int argc, char **argv) {
  int scale = scale_argument(argc, argv, 1);
  stack_t stack = {.ss_sp = map_private(16 * PAGE), .ss_size = 16 * PAGE};
  CHECK(sigaltstack(&stack, NULL) == 0);
  bad_addresses();
  across_pages();
  beyond_a_file();
  bad_instructions();
  repaired(scale);
  stack_overflow();
  printf("faults ok: %d repaired\n", repairs);
  return 0;
}

const struct program faults_program = {"faults", "[SCALE]", run};
