/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The busybox root. Its shell knows its applets without links; scripts' "#!"
 * lines, env and which(1) need them. Unpacking some 270 links with the
 * initramfs would cost a tenth of the boot, so they are made while the shell
 * first waits.
 */
#include <linux/sched.h>

#include "../guest/sys.h"
#include "init.h"

const char *const shell_path = "/bin/sh";
const char *const shell_argv[] = { "-sh", NULL };
const char *const shell_environment[] = {
	"HOME=/root",
	"LOGNAME=root",
	"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
	"SHELL=/bin/sh",
	"TERM=xterm-256color",
	"USER=root",
	NULL,
};

static const char *const install_argv[] = { "busybox", "--install", "-s", NULL };
static const char *const no_environment[] = { NULL };

void prepare_root(int argc, char **argv)
{
	(void)argc;
	(void)argv;
}

void finish_root(void)
{
}

void begin_chores(void)
{
	const int priority = 0;

	if (sys_fork() != 0)
		return;
	sys_block_signals(0);
	sys(__NR_sched_setscheduler, 0, SCHED_IDLE, &priority);
	sys_execve("/bin/busybox", install_argv, no_environment);
	sys_exit(127);
}

void release_root(void)
{
}
