// SPDX-License-Identifier: Apache-2.0
// This program started anew many times, by fork, vfork and posix_spawn, with arguments of every length.
#define _GNU_SOURCE
#include "stress.h"

#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS 8
#define LONGEST 20000
#define SELF "/proc/self/exe"

static int digest(const char *text) {
  uint64_t sum = 1;
  for (; *text != '\0'; text++) {
    sum = mix(sum, (unsigned char)*text);
  }
  return (int)(sum % 251);
}

// What a started program does: its status tells what it was given.
static int child(char **argv) {
  const char *variable = getenv("STRESS");
  return variable == NULL ? 255 : digest(argv[2]) ^ digest(variable);
}

static pid_t start(int how, char **argv, char **environment) {
  pid_t pid;
  switch (how) {
    case 0:
      pid = fork();
      break;
    case 1:
      pid = vfork();
      break;
    default:
      CHECK(posix_spawn(&pid, SELF, NULL, NULL, argv, environment) == 0);
      return pid;
  }
  if (pid == 0) {
    execve(SELF, argv, environment);
    _exit(254);
  }
  return pid;
}

static int run(int argc, char **argv) {
  if (argc > 2 && strcmp(argv[1], "child") == 0) {
    return child(argv);
  }
  int scale = scale_argument(argc, argv, 1);
  static char argument[LONGEST + 1], variable[LONGEST + 8] = "STRESS=";
  uint64_t random = 42;
  int started = 0;
  for (int i = 0; i < ROUNDS * scale; i++) {
    size_t length = next_random(&random) % LONGEST;
    for (size_t j = 0; j < length; j++) {
      argument[j] = (char)('!' + next_random(&random) % 90);
    }
    argument[length] = '\0';
    strcpy(variable + 7, argument + length / 2);
    char *arguments[] = {"stress", "exec", "child", argument, NULL}, *environment[] = {variable, NULL};
    for (int how = 0; how < 3; how++) {
      CHECK(exit_status_of(start(how, arguments, environment)) == (digest(argument) ^ digest(variable + 7)));
      started++;
    }
  }
  printf("exec ok: %d programs\n", started);
  return 0;
}

const struct program exec_program = {"exec", "[SCALE]", run};
