// SPDX-License-Identifier: Apache-2.0
//
// stress files write|verify FOLDER [SCALE]
// stress disk DEVICE
//
// Fills a file system, or a bare disk, with blocks that say where they belong, so that what is on the disk
// can be checked without knowing how it got there: 64-bit words, little-endian, word i of a block being
// mix(mix(file, block), generation * 512 + i), but words 0 to 3 MAGIC, file, block and generation.
//
// State of the folder after `write`, a function of the file's number alone: see blocks_of and the others.
#define _GNU_SOURCE
#include "stress.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAGIC 0x4b434f4c42545342u
#define BLOCK 4096
#define WORDS (BLOCK / 8)
#define WRITERS 4
#define FILES 40
#define MOST_BLOCKS 48
#define LARGE_FILE 7
#define LARGE_BLOCKS 600
// The bare disk's number in its blocks.
#define DISK 0xd15c

static void fill(uint64_t *words, uint64_t file, uint64_t block, uint64_t generation) {
  for (uint64_t i = 0; i < WORDS; i++) {
    words[i] = mix(mix(file, block), generation * WORDS + i);
  }
  words[0] = MAGIC;
  words[1] = file;
  words[2] = block;
  words[3] = generation;
}

static void verify(const uint64_t *words, uint64_t file, uint64_t block, uint64_t generation) {
  static _Thread_local uint64_t expected[WORDS];
  fill(expected, file, block, generation);
  CHECK(memcmp(words, expected, BLOCK) == 0);
}

static uint64_t blocks_of(uint64_t file) {
  return file == LARGE_FILE ? LARGE_BLOCKS : 1 + mix(file, 1) % MOST_BLOCKS;
}

static int is_deleted(uint64_t file) {
  return file % 5 == 4;
}

// Cut to half its length after it was written.
static int is_truncated(uint64_t file) {
  return file % 5 == 3;
}

// Every third block is written again after the rest.
static uint64_t generation_of(uint64_t file, uint64_t block) {
  return mix(file, block + 100) % 3 == 0 ? 2 : 1;
}

static void path_of(char *path, const char *folder, uint64_t file, const char *suffix) {
  sprintf(path, "%s/d%d/file-%d%s", folder, (int)(file % 3), (int)file, suffix);
}

static void write_by_calls(int fd, uint64_t file, uint64_t count) {
  uint64_t words[2][WORDS];
  struct iovec vector[2] = {{words[0], BLOCK}, {words[1], BLOCK}};
  for (uint64_t block = 0; block < count; block += 2) {
    int pair = block + 1 < count;
    fill(words[0], file, block, 1);
    fill(words[1], file, block + 1, 1);
    CHECK(writev(fd, vector, pair + 1) == (pair + 1) * BLOCK);
  }
}

// Backwards, so that the file has holes for a while, and in pieces that do not respect sectors.
static void write_in_pieces(int fd, uint64_t file, uint64_t count) {
  uint64_t words[WORDS];
  for (uint64_t block = count; block-- > 0;) {
    fill(words, file, block, 1);
    for (size_t done = 0; done < BLOCK;) {
      size_t piece = 1 + mix(block, done) % 2500;
      piece = piece < BLOCK - done ? piece : BLOCK - done;
      CHECK(pwrite(fd, (char *)words + done, piece, (off_t)(block * BLOCK + done)) == (ssize_t)piece);
      done += piece;
    }
  }
}

static void write_by_mapping(int fd, uint64_t file, uint64_t count) {
  CHECK(ftruncate(fd, (off_t)(count * BLOCK)) == 0);
  uint64_t *words = mmap(NULL, count * BLOCK, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  CHECK(words != MAP_FAILED);
  for (uint64_t block = 0; block < count; block++) {
    fill(words + block * WORDS, file, block, 1);
  }
  CHECK(msync(words, count * BLOCK, file % 2 == 0 ? MS_SYNC : MS_ASYNC) == 0);
  CHECK(munmap(words, count * BLOCK) == 0);
}

static void write_again(int fd, uint64_t file, uint64_t count) {
  uint64_t words[WORDS];
  for (uint64_t block = 0; block < count; block++) {
    if (generation_of(file, block) == 2) {
      fill(words, file, block, 2);
      CHECK(pwrite(fd, words, BLOCK, (off_t)(block * BLOCK)) == BLOCK);
    }
  }
}

static void write_file(const char *folder, uint64_t file) {
  static void (*const writers[])(int, uint64_t, uint64_t) = {
    write_by_calls, write_in_pieces, write_by_mapping,
  };
  char temporary[200], path[200];
  uint64_t count = blocks_of(file);
  path_of(temporary, folder, file, ".tmp");
  path_of(path, folder, file, "");
  int fd = open(temporary, O_RDWR | O_CREAT | O_TRUNC, 0644);
  CHECK(fd >= 0);
  writers[file % LENGTH(writers)](fd, file, count);
  write_again(fd, file, count);
  if (is_truncated(file)) {
    CHECK(ftruncate(fd, (off_t)(count / 2 * BLOCK)) == 0);
  }
  if (file % 7 == 0) {
    CHECK(fsync(fd) == 0);
  }
  CHECK(close(fd) == 0);
  CHECK(rename(temporary, path) == 0);
  if (is_deleted(file)) {
    CHECK(unlink(path) == 0);
  }
}

static void write_folder(const char *folder, uint64_t files) {
  char path[200];
  pid_t writers[WRITERS];
  for (int i = 0; i < 3; i++) {
    sprintf(path, "%s/d%d", folder, i);
    CHECK(mkdir(path, 0755) == 0);
  }
  for (int w = 0; w < WRITERS; w++) {
    writers[w] = fork();
    CHECK(writers[w] >= 0);
    if (writers[w] == 0) {
      for (uint64_t file = (uint64_t)w; file < files; file += WRITERS) {
        write_file(folder, file);
      }
      _exit(0);
    }
  }
  for (int w = 0; w < WRITERS; w++) {
    CHECK(exit_status_of(writers[w]) == 0);
  }
}

static uint64_t entries(const char *folder) {
  uint64_t count = 0;
  for (int i = 0; i < 3; i++) {
    char path[200];
    sprintf(path, "%s/d%d", folder, i);
    DIR *listing = opendir(path);
    CHECK(listing != NULL);
    while (readdir(listing) != NULL) {
      count++;
    }
    closedir(listing);
    count -= 2;
  }
  return count;
}

static uint64_t verify_file(const char *folder, uint64_t file) {
  char path[200];
  struct stat status;
  uint64_t count = is_truncated(file) ? blocks_of(file) / 2 : blocks_of(file);
  path_of(path, folder, file, "");
  int fd = open(path, O_RDONLY);
  CHECK(fd >= 0 && fstat(fd, &status) == 0 && status.st_size == (off_t)(count * BLOCK));
  if (file % 2 == 0 && count > 0) {
    uint64_t *words = mmap(NULL, count * BLOCK, PROT_READ, MAP_PRIVATE, fd, 0);
    CHECK(words != MAP_FAILED);
    for (uint64_t block = count; block-- > 0;) {
      verify(words + block * WORDS, file, block, generation_of(file, block));
    }
    CHECK(munmap(words, count * BLOCK) == 0);
  } else {
    uint64_t words[WORDS];
    for (uint64_t block = 0; block < count; block++) {
      CHECK(read(fd, words, BLOCK) == BLOCK);
      verify(words, file, block, generation_of(file, block));
    }
  }
  close(fd);
  return count;
}

static int run_files(int argc, char **argv) {
  CHECK(argc >= 3);
  uint64_t files = FILES * (uint64_t)scale_argument(argc, argv, 3), kept = 0, blocks = 0;
  if (strcmp(argv[1], "write") == 0) {
    write_folder(argv[2], files);
  }
  for (uint64_t file = 0; file < files; file++) {
    if (!is_deleted(file)) {
      kept++;
      blocks += verify_file(argv[2], file);
    }
  }
  CHECK(entries(argv[2]) == kept);
  printf("files ok: %d files, %d blocks\n", (int)kept, (int)blocks);
  return 0;
}

const struct program files_program = {"files", "write|verify FOLDER [SCALE]", run_files};

// Each writer has every fourth run of blocks, takes them in an order of its own, half of them past the cache.
static void write_disk(const char *device, uint64_t blocks, int writer) {
  enum { RUN = 8 };
  int cached = open(device, O_RDWR), direct = open(device, O_RDWR | O_DIRECT);
  CHECK(cached >= 0 && direct >= 0);
  uint64_t *words = map_private(RUN * BLOCK);
  uint64_t runs = blocks / RUN;
  for (uint64_t i = 0; i < runs; i++) {
    uint64_t run = i * 37 % runs;
    if (run % WRITERS != (uint64_t)writer) {
      continue;
    }
    for (uint64_t j = 0; j < RUN; j++) {
      fill(words + j * WORDS, DISK, run * RUN + j, 1);
    }
    off_t position = (off_t)(run * RUN * BLOCK);
    CHECK(pwrite(run % 8 < 4 ? cached : direct, words, RUN * BLOCK, position) == RUN * BLOCK);
  }
  CHECK(fsync(cached) == 0);
  close(cached);
  close(direct);
}

static int run_disk(int argc, char **argv) {
  CHECK(argc == 2);
  uint64_t bytes, words[WORDS];
  pid_t writers[WRITERS];
  int fd = open(argv[1], O_RDONLY);
  CHECK(fd >= 0 && ioctl(fd, BLKGETSIZE64, &bytes) == 0);
  uint64_t blocks = bytes / BLOCK;
  // No multiple of 37: then the order above takes in every run.
  CHECK(blocks % 8 == 0 && blocks / 8 % 37 != 0);
  for (int w = 0; w < WRITERS; w++) {
    writers[w] = fork();
    CHECK(writers[w] >= 0);
    if (writers[w] == 0) {
      write_disk(argv[1], blocks, w);
      _exit(0);
    }
  }
  for (int w = 0; w < WRITERS; w++) {
    CHECK(exit_status_of(writers[w]) == 0);
  }
  CHECK(fsync(fd) == 0 && ioctl(fd, BLKFLSBUF, 0) == 0);
  for (uint64_t block = 0; block < blocks; block++) {
    CHECK(read(fd, words, BLOCK) == BLOCK);
    verify(words, DISK, block, 1);
  }
  close(fd);
  printf("disk ok: %d blocks\n", (int)blocks);
  return 0;
}

const struct program disk_program = {"disk", "DEVICE", run_disk};
