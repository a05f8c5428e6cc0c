/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Busybox's shell knows its applets without links; scripts' "#!" lines, env
 * and which(1) need them. Unpacking some 270 links with the initramfs would
 * cost a tenth of the boot, so they are made while the shell first waits.
 */
#include <linux/sched.h>

#include "../guest/sys.h"
#include "init.h"

static const char *const install_argv[] = { "busybox", "--install", "-s", NULL };
static const char *const no_environment[] = { NULL };

void install_applets_when_idle(void)
{
	const int priority = 0;

	if (sys_fork() != 0)
		return;
	sys_block_signals(0);
	sys(__NR_sched_setscheduler, 0, SCHED_IDLE, &priority);
	sys_execve("/bin/busybox", install_argv, no_environment);
	sys_exit(127);
}
