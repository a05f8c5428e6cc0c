/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Test programs for a guest under load. Each checks itself and then prints one
 * line that does not depend on the machine, on its harts or on its speed.
 * Unlike our other guest programs these use the C library, as others' do.
 */
#ifndef BOOTLINK_STRESS_H
#define BOOTLINK_STRESS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define PAGE 4096
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* A program; argv[0] is its name. Returns its exit status. */
struct program {
  const char *name;
  const char *arguments;
  int (*run)(int argc, char **argv);
};

extern const struct program forks_program, exec_program, files_program, disk_program, signals_program,
    jobs_program, faults_program, threads_program, atomics_program, code_program, memory_program,
    shootdown_program, float_program;

/* Ends the process with status 1 and a message if `condition` does not hold. */
#define CHECK(condition) check((condition) != 0, #condition, __FILE__, __LINE__)
void check(int holds, const char *condition, const char *file, int line);

/* How many times as much as usual is to be done: argv[index], or 1. */
int scale_argument(int argc, char **argv, int index);

/* The next of a sequence of numbers; `state` is the seed and must not be 0. */
uint64_t next_random(uint64_t *state);
/* A number that looks random, from two. */
uint64_t mix(uint64_t a, uint64_t b);

/* Anonymous memory, private or shared with processes forked later. */
void *map_private(size_t size);
void *map_shared(size_t size);

/* Waits for the child and returns its exit status; anything but a plain exit is an error. */
int exit_status_of(pid_t pid);

/* Sleeps, whatever signals come in between. */
void sleep_ms(int ms);

/* Moves the calling thread to one hart, modulo the number of harts. */
void move_to_hart(int hart);

#endif
