/* SPDX-License-Identifier: Apache-2.0 */
/* Work for all harts: each adds to one number that a lock guards. Harts without work sleep until their timer. */
#include "kernel.h"

#define ADDITIONS 10000

static struct lock number_lock;
static volatile int number, round, done;

static void work(void)
{
	for (int i = 0; i < ADDITIONS; i++) {
		lock(&number_lock);
		number++;
		unlock(&number_lock);
	}
	__sync_fetch_and_add(&done, 1);
}

void jobs_idle(void)
{
	int seen = 0;

	for (;;) {
		__asm__ volatile("wfi");
		if (round != seen) {
			seen = round;
			work();
		}
	}
}

void jobs_count(int harts)
{
	number = 0;
	done = 0;
	__sync_synchronize();
	round++;
	work();
	while (done < harts)
		;
	print("%d harts counted to %d\n", harts, number);
}
