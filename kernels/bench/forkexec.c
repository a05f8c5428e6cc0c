/* SPDX-License-Identifier: Apache-2.0 */
/* Starts this very program again and waits for its end. */
#include "bench.h"

static const char *const argv[] = { "bench", NOTHING_ARGUMENT, NULL };
static const char *const environment[] = { NULL };

static uint64_t run(uint64_t work)
{
	uint64_t good = 0;

	for (uint64_t i = 0; i < work; i++) {
		int status, pid = (int)must(sys_fork(), "fork");

		if (pid == 0) {
			sys_execve("/proc/self/exe", argv, environment);
			sys_exit(127);
		}
		must(sys_wait(pid, &status, 0), "wait");
		good += status == 0;
	}
	return good;
}

const struct benchmark forkexec = { "forkexec", 500, NULL, run };
