/* SPDX-License-Identifier: Apache-2.0 */
/* 64 copies of 1 MiB, one 64-bit word at a time. */
#include "bench.h"

#define WORDS ((1 << 20) / sizeof(uint64_t))

static uint64_t *from, *to;

static void prepare(uint64_t work)
{
	(void)work;
	from = map_pages(WORDS * sizeof(*from));
	to = map_pages(WORDS * sizeof(*to));
	for (uint64_t i = 0; i < WORDS; i++)
		from[i] = to[i] = i;
}

__attribute__((noinline)) static void copy_words(uint64_t *t, const uint64_t *f)
{
	for (size_t i = 0; i < WORDS; i++)
		t[i] = f[i];
}

static uint64_t run(uint64_t work)
{
	for (uint64_t i = 0; i < work; i++) {
		from[i] += i;
		copy_words(to, from);
	}
	return to[0] + to[work - 1] + to[WORDS - 1];
}

const struct benchmark copy = { "copy", 64, prepare, run };
