/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PID 1, of the busybox root and of Debian's. One program instead of a script
 * because every command that a script starts costs about a million
 * instructions before the prompt.
 *
 * It keeps a login shell on the console, reaps orphans, and obeys the signals
 * of busybox's poweroff (SIGUSR2), halt (SIGUSR1) and reboot (SIGTERM).
 */
#include <linux/reboot.h>
#include <linux/wait.h>

#include "../guest/sys.h"
#include "init.h"

/* Reaps every dead child; tells whether the shell is among them. */
static int reap(int shell)
{
	int pid, shell_died = 0;

	while ((pid = sys_wait(-1, NULL, WNOHANG)) > 0)
		if (pid == shell)
			shell_died = 1;
	return shell_died;
}

/* A shell that cannot run (console gone, broken image) must not spin. */
static int respawn_shell(long long *started)
{
	const struct __kernel_timespec second = { .tv_sec = 1 };

	if (sys_clock(CLOCK_MONOTONIC).tv_sec - *started < 1)
		sys(__NR_nanosleep, &second, NULL);
	*started = sys_clock(CLOCK_MONOTONIC).tv_sec;
	return spawn_shell();
}

int main(int argc, char **argv)
{
	long long started;
	int shell;

	sys_block_signals(INIT_SIGNALS);
	prepare_root(argc, argv);
	prepare_system();
	finish_root();
	spawn_winsize_relay();
	show_file("/etc/motd");
	started = sys_clock(CLOCK_MONOTONIC).tv_sec;
	shell = spawn_shell();
	begin_chores();
	for (;;) {
		switch (sys_wait_signal(INIT_SIGNALS, NULL)) {
		case SIGCHLD:
			if (reap(shell))
				shell = respawn_shell(&started);
			break;
		case SIGTERM:
			shut_down(LINUX_REBOOT_CMD_RESTART);
		case SIGUSR1:
			shut_down(LINUX_REBOOT_CMD_HALT);
		case SIGUSR2:
			shut_down(LINUX_REBOOT_CMD_POWER_OFF);
		}
	}
}
