/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel.h"

void lock(struct lock *lock)
{
	while (__sync_lock_test_and_set(&lock->held, 1))
		;
	__sync_synchronize();
}

void unlock(struct lock *lock)
{
	__sync_synchronize();
	__sync_lock_release(&lock->held);
}
