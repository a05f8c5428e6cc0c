/* SPDX-License-Identifier: Apache-2.0 */
/* Maps 4 MiB, writes to each page for the first time, unmaps. */
#include "bench.h"

#define PAGE 4096
#define SIZE (4 << 20)

static uint64_t run(uint64_t work)
{
	uint64_t check = 0;

	for (uint64_t i = 0; i < work; i++) {
		unsigned char *area = map_pages(SIZE);

		for (size_t at = 0; at < SIZE; at += PAGE)
			area[at] = (unsigned char)(i + at / PAGE);
		for (size_t at = 0; at < SIZE; at += PAGE)
			check = check * 31 + area[at];
		must(sys(__NR_munmap, area, SIZE), "munmap");
	}
	return check;
}

const struct benchmark fault = { "fault", 16, NULL, run };
