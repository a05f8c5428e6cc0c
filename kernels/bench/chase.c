/* SPDX-License-Identifier: Apache-2.0 */
/* Walks one cycle of pointers that visits its whole table in random order. */
#include "bench.h"

#define SMALL (32 << 10)
#define LARGE (4 << 20)

static void **start;

/* Sattolo's shuffle: a random permutation that is a single cycle. */
static void make_cycle(size_t size)
{
	size_t count = size / sizeof(void *);
	uint32_t random = 2463534242;
	void **table = map_pages(size);

	for (size_t i = 0; i < count; i++)
		table[i] = &table[i];
	for (size_t i = count - 1; i > 0; i--) {
		random ^= random << 13;
		random ^= random >> 17;
		random ^= random << 5;
		size_t j = random % i;
		void *swap = table[i];

		table[i] = table[j];
		table[j] = swap;
	}
	start = table;
}

static void prepare_small(uint64_t work)
{
	(void)work;
	make_cycle(SMALL);
}

static void prepare_large(uint64_t work)
{
	(void)work;
	make_cycle(LARGE);
}

/* The checksum is where the walk ends, as an offset in the table. */
static uint64_t run(uint64_t work)
{
	void **at = start;

	for (uint64_t i = 0; i < work; i++)
		at = *at;
	return (uint64_t)((char *)at - (char *)start);
}

const struct benchmark chase32k = { "chase32k", 8000000, prepare_small, run };
const struct benchmark chase4m = { "chase4m", 2000000, prepare_large, run };
