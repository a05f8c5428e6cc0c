/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A UART cannot tell the guest how large its terminal is; a virtio console
 * can: the kernel takes the columns and rows from the device's configuration
 * space and sends SIGWINCH to the foreground group of /dev/hvc0. This process
 * makes hvc0 its controlling terminal for that reason alone and copies every
 * size to the console, where the shell's foreground group gets its SIGWINCH.
 * The same process hears the line that wakes a machine from a snapshot (wake.c).
 */
#include <asm/ioctls.h>
#include <asm/termios.h>

#include "../guest/sys.h"
#include "init.h"

static void copy_size(int from, int to)
{
	struct winsize size = { 0 };

	if (sys_ioctl(from, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col)
		sys_ioctl(to, TIOCSWINSZ, &size);
}

void spawn_winsize_relay(void)
{
	int source = sys_open("/dev/hvc0", O_RDWR | O_NOCTTY);

	if (source < 0)
		return;
	if (sys_fork() != 0) {
		sys_close(source);
		return;
	}
	sys_block_signals(SIGNAL_BIT(SIGWINCH) | SIGNAL_BIT(SIGIO));
	sys_setsid();
	sys_ioctl(source, TIOCSCTTY, NULL);
	listen_for_wake(source);
	int console = open_console(O_RDWR | O_NOCTTY);

	do {
		copy_size(source, console);
		obey_wake(source);
	} while (sys_wait_signal(SIGNAL_BIT(SIGWINCH) | SIGNAL_BIT(SIGIO), NULL) > 0);
	sys_exit(1);
}
