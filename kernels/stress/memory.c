// SPDX-License-Identifier: Apache-2.0
// Mappings, copy-on-write, faults in many orders, and moves of memory at every alignment.
#define _GNU_SOURCE
#include "stress.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SPARSE_BYTES ((size_t)1 << 34)
#define SPARSE_PAGES 500
#define COW_PAGES 150
#define COW_PROCESSES 6
#define MAP_ROUNDS 250
#define SLOTS 24
#define SLOT_PAGES 16

// Few pages far apart: every level of the page tables is built and torn down.
static void sparse(int scale) {
  unsigned char *area = mmap(NULL, SPARSE_BYTES, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  CHECK(area != MAP_FAILED);
  for (int write = 1; write >= 0; write--) {
    uint64_t random = 5;
    for (int i = 0; i < SPARSE_PAGES * scale; i++) {
      uint64_t *word = (uint64_t *)(void *)(area + next_random(&random) % (SPARSE_BYTES / 8) * 8);
      if (write) {
        *word = (uintptr_t)word ^ 0xa5;
      } else {
        CHECK(*word == ((uintptr_t)word ^ 0xa5));
      }
    }
  }
  uint64_t random = 5;
  uint64_t *first = (uint64_t *)(void *)(area + next_random(&random) % (SPARSE_BYTES / 8) * 8);
  CHECK(madvise((void *)((uintptr_t)first & ~(uintptr_t)(PAGE - 1)), PAGE, MADV_DONTNEED) == 0);
  CHECK(*first == 0);
  CHECK(munmap(area, SPARSE_BYTES) == 0);
}

static void write_pages(uint64_t *area, uint64_t owner, uint64_t step) {
  for (uint64_t page = 0; page < COW_PAGES; page++) {
    if (page % step == 0) {
      for (uint64_t i = 0; i < PAGE / 8; i += 37) {
        area[page * (PAGE / 8) + i] = mix(owner * COW_PAGES + page, i);
      }
    }
  }
}

static void check_pages(const uint64_t *area, uint64_t owner, uint64_t step, uint64_t rest_owner) {
  for (uint64_t page = 0; page < COW_PAGES; page++) {
    uint64_t of = page % step == 0 ? owner : rest_owner;
    for (uint64_t i = 0; i < PAGE / 8; i += 37) {
      CHECK(area[page * (PAGE / 8) + i] == mix(of * COW_PAGES + page, i));
    }
  }
}

// Parents and children write to the same pages at once, each sees its own; shared pages stay shared.
static void copy_on_write(int rounds) {
  uint64_t *area = map_private(COW_PAGES * PAGE);
  uint64_t *common = map_shared(PAGE);
  for (int round = 0; round < rounds; round++) {
    pid_t pids[COW_PROCESSES];
    memset(common, 0, PAGE);
    write_pages(area, 1, 1);
    for (uint64_t i = 0; i < COW_PROCESSES; i++) {
      pids[i] = fork();
      CHECK(pids[i] >= 0);
      if (pids[i] == 0) {
        check_pages(area, 1, 1, 1);
        write_pages(area, 10 + i, 2 + i);
        sleep_ms(1);
        check_pages(area, 10 + i, 2 + i, 1);
        common[i] = i + 100;
        _exit(0);
      }
    }
    write_pages(area, 2, 3);
    for (uint64_t i = 0; i < COW_PROCESSES; i++) {
      CHECK(exit_status_of(pids[i]) == 0);
      CHECK(common[i] == i + 100);
    }
    check_pages(area, 2, 3, 1);
  }
  munmap(area, COW_PAGES * PAGE);
  munmap(common, PAGE);
}

// Maps, unmaps, moves and protects regions at random and keeps account of what has to be where.
static void map_and_unmap(int rounds) {
  static struct { uint64_t *at; size_t pages; uint64_t seed; } slots[SLOTS];
  uint64_t random = 77;
  for (int i = 0; i < rounds; i++) {
    size_t s = next_random(&random) % SLOTS, pages = 1 + next_random(&random) % SLOT_PAGES;
    if (slots[s].at == NULL) {
      slots[s].at = map_private(pages * PAGE);
      slots[s].pages = pages;
      slots[s].seed = next_random(&random);
      for (size_t page = 0; page < pages; page++) {
        CHECK(slots[s].at[page * (PAGE / 8) + 5] == 0);
        slots[s].at[page * (PAGE / 8) + 5] = mix(slots[s].seed, page);
      }
      continue;
    }
    for (size_t page = 0; page < slots[s].pages; page++) {
      CHECK(slots[s].at[page * (PAGE / 8) + 5] == mix(slots[s].seed, page));
    }
    switch (next_random(&random) % 3) {
      case 0:
        CHECK(munmap(slots[s].at, slots[s].pages * PAGE) == 0);
        slots[s].at = NULL;
        break;
      case 1:
        CHECK(mprotect(slots[s].at, slots[s].pages * PAGE, PROT_READ) == 0);
        CHECK(slots[s].at[5] == mix(slots[s].seed, 0));
        CHECK(mprotect(slots[s].at, slots[s].pages * PAGE, PROT_READ | PROT_WRITE) == 0);
        slots[s].at[5] = mix(slots[s].seed, 0);
        break;
      default:
        slots[s].at = mremap(slots[s].at, slots[s].pages * PAGE, pages * PAGE, MREMAP_MAYMOVE);
        CHECK(slots[s].at != MAP_FAILED);
        for (size_t page = slots[s].pages; page < pages; page++) {
          CHECK(slots[s].at[page * (PAGE / 8) + 5] == 0);
          slots[s].at[page * (PAGE / 8) + 5] = mix(slots[s].seed, page);
        }
        slots[s].pages = pages;
        break;
    }
  }
  for (size_t s = 0; s < SLOTS; s++) {
    CHECK(slots[s].at == NULL || munmap(slots[s].at, slots[s].pages * PAGE) == 0);
    slots[s].at = NULL;
  }
}

// A file seen by read(), by a shared and by a private mapping at once.
static void file_mappings(void) {
  char name[] = "/tmp/memoryXXXXXX", byte;
  int fd = mkstemp(name);
  CHECK(fd >= 0 && unlink(name) == 0 && ftruncate(fd, 8 * PAGE) == 0);
  char *shared = mmap(NULL, 8 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  char *private = mmap(NULL, 8 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  CHECK(shared != MAP_FAILED && private != MAP_FAILED);
  for (off_t at = 3; at < 8 * PAGE; at += 1000) {
    shared[at] = 's';
    CHECK(pread(fd, &byte, 1, at) == 1 && byte == 's');
    CHECK(pwrite(fd, "w", 1, at) == 1 && shared[at] == 'w');
  }
  for (off_t page = 0; page < 8; page++) {
    private[page * PAGE] = 'p';
    shared[page * PAGE] = 'q';
    CHECK(private[page * PAGE] == 'p' && pread(fd, &byte, 1, page * PAGE) == 1 && byte == 'q');
  }
  munmap(shared, 8 * PAGE);
  munmap(private, 8 * PAGE);
  close(fd);
}

#define WINDOW 300

// The C library's functions against loops of bytes, at every alignment.
static void moves(void) {
  static unsigned char from[WINDOW + 64], to[WINDOW + 64], expected[WINDOW + 64];
  uint64_t random = 3;
  for (size_t a = 0; a < 16; a++) {
    for (size_t b = 0; b < 16; b++) {
      size_t size = next_random(&random) % (WINDOW - 32);
      for (size_t i = 0; i < sizeof(from); i++) {
        from[i] = (unsigned char)next_random(&random);
        to[i] = expected[i] = (unsigned char)next_random(&random);
      }
      for (size_t i = 0; i < size; i++) {
        expected[b + i] = from[a + i];
      }
      memcpy(to + b, from + a, size);
      CHECK(memcmp(to, expected, sizeof(to)) == 0);
      for (size_t i = size; i-- > 0;) {
        expected[b + a + 1 + i] = expected[b + i];
      }
      memmove(to + b + a + 1, to + b, size);
      CHECK(memcmp(to, expected, sizeof(to)) == 0);
      for (size_t i = 0; i < size; i++) {
        expected[a + i] = (unsigned char)b;
      }
      memset(to + a, (int)b, size);
      CHECK(memcmp(to, expected, sizeof(to)) == 0);
    }
  }
}

#define LARGE ((size_t)1 << 21)

static void large_moves(void) {
  unsigned char *area = map_private(3 * LARGE);
  for (size_t i = 0; i < LARGE; i += 8) {
    uint64_t word = mix(i, 11);
    memcpy(area + i, &word, 8);
  }
  for (size_t shift = 1; shift < 8; shift += 3) {
    memcpy(area + LARGE + shift, area, LARGE);
    CHECK(memcmp(area + LARGE + shift, area, LARGE) == 0);
    memmove(area + LARGE, area + LARGE + shift, LARGE);
    CHECK(memcmp(area + LARGE, area, LARGE) == 0);
  }
  memset(area + 1, 0xc3, 3 * LARGE - 2);
  for (size_t i = 0; i < 3 * LARGE; i += 511) {
    CHECK(area[i] == (i == 0 ? (unsigned char)mix(0, 11) : 0xc3));
  }
  munmap(area, 3 * LARGE);
}

// Loads and stores of every width at every offset around the border of two pages.
static void misaligned(void) {
  unsigned char *area = map_private(2 * PAGE), bytes[8];
  for (int offset = PAGE - 16; offset < PAGE + 8; offset++) {
    unsigned char *at = area + offset;
    uint64_t loaded, value = mix((uint64_t)offset, 1);
    __asm__ volatile("sd %0, 0(%1)" : : "r"(value), "r"(at) : "memory");
    memcpy(bytes, &value, 8);
    for (int i = 0; i < 8; i++) {
      CHECK(at[i] == bytes[i]);
    }
    __asm__ volatile("ld %0, 0(%1)" : "=r"(loaded) : "r"(at) : "memory");
    CHECK(loaded == value);
    __asm__ volatile("lw %0, 1(%1)" : "=r"(loaded) : "r"(at) : "memory");
    CHECK(loaded == (uint64_t)(int64_t)(int32_t)(value >> 8));
    __asm__ volatile("lhu %0, 3(%1)" : "=r"(loaded) : "r"(at) : "memory");
    CHECK(loaded == (value >> 24 & 0xffff));
    double stored = (double)offset * 1.25, read;
    __asm__ volatile("fsd %1, 0(%2)\n fld %0, 0(%2)" : "=f"(read) : "f"(stored), "r"(at) : "memory");
    CHECK(read == stored);
    __asm__ volatile("sh %0, 3(%1)\n sw %0, 4(%1)" : : "r"(value), "r"(at) : "memory");
    CHECK(at[3] == bytes[0] && at[4] == bytes[0] && at[7] == bytes[3]);
  }
  munmap(area, 2 * PAGE);
}

// The allocator, with blocks of many sizes that are freed in another order.
static void heap(int rounds) {
  static struct { unsigned char *at; size_t size; } blocks[200];
  uint64_t random = 31;
  for (int i = 0; i < rounds; i++) {
    size_t b = next_random(&random) % LENGTH(blocks);
    if (blocks[b].at != NULL) {
      CHECK(blocks[b].at[0] == (unsigned char)b && blocks[b].at[blocks[b].size - 1] == (unsigned char)b);
      free(blocks[b].at);
    }
    int wide = next_random(&random) % 32 == 0;
    blocks[b].size = 1 + next_random(&random) % (wide ? 300000 : 2000);
    blocks[b].at = malloc(blocks[b].size);
    CHECK(blocks[b].at != NULL);
    blocks[b].at[blocks[b].size - 1] = (unsigned char)b;
    blocks[b].at[0] = (unsigned char)b;
  }
}

static int run(int argc, char **argv) {
  int scale = scale_argument(argc, argv, 1);
  sparse(scale);
  copy_on_write(3 * scale);
  map_and_unmap(MAP_ROUNDS * 4 * scale);
  file_mappings();
  moves();
  large_moves();
  misaligned();
  heap(10000 * scale);
  printf("memory ok\n");
  return 0;
}

const struct program memory_program = {"memory", "[SCALE]", run};
