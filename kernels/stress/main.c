// SPDX-License-Identifier: Apache-2.0
// stress PROGRAM [ARGUMENT...]
#include "stress.h"

#include <string.h>

static const struct program *const programs[] = {
  &forks_program,   &exec_program,    &files_program,  &disk_program,   &signals_program,
  &jobs_program,    &faults_program,  &threads_program, &atomics_program, &code_program,
  &memory_program,  &shootdown_program, &float_program,
};

static int usage(void) {
  fprintf(stderr, "usage: stress PROGRAM [ARGUMENT...]\n");
  for (size_t i = 0; i < LENGTH(programs); i++) {
    fprintf(stderr, "  %s %s\n", programs[i]->name, programs[i]->arguments);
  }
  return 2;
}

int main(int argc, char **argv) {
  for (size_t i = 0; argc > 1 && i < LENGTH(programs); i++) {
    if (strcmp(argv[1], programs[i]->name) == 0) {
      return programs[i]->run(argc - 1, argv + 1);
    }
  }
  return usage();
}
