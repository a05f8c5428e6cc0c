/* SPDX-License-Identifier: Apache-2.0 */
#include <linux/reboot.h>
#include <linux/wait.h>

#include "../guest/sys.h"
#include "init.h"

static const char *const umount_argv[] = { "umount", "-a", "-r", NULL };
static const char *const no_environment[] = { NULL };

/* Waits until no child is left, but not longer than about a second. */
static void wait_for_children(void)
{
	const struct __kernel_timespec tenth = { .tv_nsec = 100 * 1000 * 1000 };

	for (int i = 0; i < 10; i++) {
		int pid;

		while ((pid = sys_wait(-1, NULL, WNOHANG)) > 0)
			;
		if (pid < 0)
			return;
		sys_wait_signal(SIGNAL_BIT(SIGCHLD), &tenth);
	}
}

/* Without standard error: that the root stays mounted is no news. */
static void unmount_all(void)
{
	int pid = sys_fork();

	if (pid == 0) {
		sys_close(2);
		sys_execve("/bin/umount", umount_argv, no_environment);
		sys_exit(127);
	}
	sys_wait(pid, NULL, 0);
}

void shut_down(unsigned int command)
{
	/* An interactive shell ignores SIGTERM; a hang-up ends it. */
	sys_kill(-1, SIGTERM);
	sys_kill(-1, SIGHUP);
	sys_kill(-1, SIGCONT);
	wait_for_children();
	sys_kill(-1, SIGKILL);
	wait_for_children();
	release_root();
	unmount_all();
	sys(__NR_sync);
	sys(__NR_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, command, NULL);
	for (;;)
		sys_wait_signal(0, NULL);
}
