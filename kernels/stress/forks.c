// SPDX-License-Identifier: Apache-2.0
// Fork storm: trees, chains and crowds of processes, and a ring that passes a token through pipes.
#define _GNU_SOURCE
#include "stress.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TREE_DEPTH 7
#define CHAIN_LENGTH 60
#define CROWD 100
#define RING 6
#define RING_ROUNDS 100

static atomic_long *processes;

// A process and two subtrees, all alive at once; the status tells the height.
static void tree(int depth) {
  atomic_fetch_add(processes, 1);
  pid_t children[2];
  for (int i = 0; depth > 0 && i < 2; i++) {
    children[i] = fork();
    if (children[i] == 0) {
      tree(depth - 1);
      _exit(depth - 1);
    }
  }
  for (int i = 0; depth > 0 && i < 2; i++) {
    CHECK(exit_status_of(children[i]) == depth - 1);
  }
}

// Every link forks the next one and hands back its status, plus one.
static int chain(int length) {
  atomic_fetch_add(processes, 1);
  if (length == 1) {
    return 1;
  }
  volatile int mine = length;
  pid_t child = fork();
  if (child == 0) {
    _exit(chain(length - 1));
  }
  int status = exit_status_of(child);
  CHECK(mine == length && status == length - 1);
  return status + 1;
}

// Many wait for one pipe and die together; wait() finds each of them once.
static void crowd(void) {
  int gate[2];
  pid_t pids[CROWD];
  CHECK(pipe(gate) == 0);
  for (int i = 0; i < CROWD; i++) {
    pids[i] = fork();
    CHECK(pids[i] >= 0);
    if (pids[i] == 0) {
      char byte;
      close(gate[1]);
      atomic_fetch_add(processes, 1);
      _exit(read(gate[0], &byte, 1) == 0 ? i : 255);
    }
  }
  close(gate[1]);
  for (int left = CROWD; left > 0; left--) {
    int status, i = 0;
    pid_t pid = wait(&status);
    while (i < CROWD && pids[i] != pid) {
      i++;
    }
    CHECK(i < CROWD && WIFEXITED(status) && WEXITSTATUS(status) == i);
    pids[i] = 0;
  }
  CHECK(wait(NULL) == -1);
  close(gate[0]);
}

static void pass_on(int from, int to) {
  for (int round = 0; round < RING_ROUNDS; round++) {
    long token;
    CHECK(read(from, &token, sizeof(token)) == sizeof(token));
    token++;
    CHECK(write(to, &token, sizeof(token)) == sizeof(token));
  }
}

static long ring(void) {
  int pipes[RING + 1][2];
  pid_t pids[RING];
  for (int i = 0; i <= RING; i++) {
    CHECK(pipe(pipes[i]) == 0);
  }
  for (int i = 0; i < RING; i++) {
    pids[i] = fork();
    CHECK(pids[i] >= 0);
    if (pids[i] == 0) {
      atomic_fetch_add(processes, 1);
      pass_on(pipes[i][0], pipes[i + 1][1]);
      _exit(0);
    }
  }
  long token = 0;
  for (int round = 0; round < RING_ROUNDS; round++) {
    CHECK(write(pipes[0][1], &token, sizeof(token)) == sizeof(token));
    CHECK(read(pipes[RING][0], &token, sizeof(token)) == sizeof(token));
  }
  for (int i = 0; i < RING; i++) {
    CHECK(exit_status_of(pids[i]) == 0);
  }
  for (int i = 0; i <= RING; i++) {
    close(pipes[i][0]);
    close(pipes[i][1]);
  }
  return token;
}

static int run(int argc, char **argv) {
  int scale = scale_argument(argc, argv, 1);
  long tokens = 0;
  processes = map_shared(PAGE);
  for (int i = 0; i < scale; i++) {
    tree(TREE_DEPTH);
    CHECK(chain(CHAIN_LENGTH) == CHAIN_LENGTH);
    crowd();
    tokens += ring();
  }
  printf("forks ok: %ld processes, %ld tokens\n", atomic_load(processes), tokens);
  return 0;
}

const struct program forks_program = {"forks", "[SCALE]", run};
