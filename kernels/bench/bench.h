/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Guest benchmarks. Every one does a fixed amount of work, so its checksum
 * and, up to interrupts, its instruction count are the same on every machine.
 */
#ifndef BOOTLINK_BENCH_H
#define BOOTLINK_BENCH_H

#include <stdint.h>

#include "../guest/sys.h"

/* One benchmark; prepare (may be NULL) runs before the clock starts. */
struct benchmark {
	const char *name;
	uint64_t work;		/* what `run` does this often */
	void (*prepare)(uint64_t work);
	uint64_t (*run)(uint64_t work);	/* returns the checksum */
};

/* Each in the file of its name; the chases and mandels share one. */
extern const struct benchmark intwork, copy, chase32k, chase4m, mandel,
	mandelfma, syscall, pipe, forkexec, fault;

/* The argument that makes the program end at once, for forkexec. */
#define NOTHING_ARGUMENT "nothing"

/* Ends the program with a message when a system call failed. */
long must(long result, const char *what);

/* Fresh zeroed pages of this process. */
void *map_pages(size_t size);

/* text.c: unbuffered standard output. */
void put_text(const char *text);
void put_decimal(uint64_t value);
void put_hex(uint64_t value);

#endif
