/* SPDX-License-Identifier: Apache-2.0 */
/* A counter goes back and forth between two processes: two switches a turn. */
#include "bench.h"

#define FACTOR 6364136223846793005u

static void receive(int fd, uint64_t *token)
{
	must(sys_read(fd, token, sizeof(*token)), "read");
}

static void send(int fd, const uint64_t *token)
{
	must(sys_write(fd, token, sizeof(*token)), "write");
}

__attribute__((noreturn)) static void answer(int in, int out, uint64_t work)
{
	uint64_t token;

	for (uint64_t i = 0; i < work; i++) {
		receive(in, &token);
		token = token * FACTOR + 1;
		send(out, &token);
	}
	sys_exit(0);
}

static uint64_t run(uint64_t work)
{
	int there[2], back[2], pid;
	uint64_t token = 1;

	must(sys(__NR_pipe2, there, 0), "pipe");
	must(sys(__NR_pipe2, back, 0), "pipe");
	pid = (int)must(sys_fork(), "fork");
	if (pid == 0)
		answer(there[0], back[1], work);
	for (uint64_t i = 0; i < work; i++) {
		send(there[1], &token);
		receive(back[0], &token);
	}
	must(sys_wait(pid, NULL, 0), "wait");
	for (int i = 0; i < 2; i++) {
		sys_close(there[i]);
		sys_close(back[i]);
	}
	return token;
}

const struct benchmark pipe = { "pipe", 20000, NULL, run };
