/* SPDX-License-Identifier: Apache-2.0 */
#include <asm/ioctls.h>
#include <asm/termios.h>

#include "../guest/sys.h"
#include "init.h"

/*
 * Fills path with the device behind /dev/console: "ttyS0" of "tty0 ttyS0".
 * /dev/console itself would do for a shell, but then tty(1) and everything
 * that opens its terminal by name would meet a device without job control.
 */
static void name_console(char *path, size_t size)
{
	static const char prefix[] = "/dev/";
	const size_t start = sizeof(prefix) - 1;
	char active[64];
	size_t length = 0, name = 0;
	int fd = sys_open("/sys/class/tty/console/active", O_RDONLY);
	long got = fd < 0 ? fd : sys_read(fd, active, sizeof(active));

	sys_close(fd);
	while ((long)length < got && active[length] != '\n')
		if (active[length++] == ' ')
			name = length;
	if (length == name || start + length - name >= size) {
		memcpy(path, "/dev/console", sizeof("/dev/console"));
		return;
	}
	memcpy(path, prefix, start);
	memcpy(path + start, active + name, length - name);
	path[start + length - name] = '\0';
}

int open_console(int flags)
{
	char path[80];

	name_console(path, sizeof(path));
	return sys_open(path, flags);
}

/* A UART starts with no size; programs should find the customary one then. */
static void default_size(int fd)
{
	const struct winsize customary = { .ws_row = 24, .ws_col = 80 };
	struct winsize size;

	if (sys_ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_row == 0)
		sys_ioctl(fd, TIOCSWINSZ, &customary);
}

int spawn_shell(void)
{
	int pid = sys_fork();

	if (pid != 0)
		return pid;
	sys_block_signals(0);
	sys_setsid();
	int fd = open_console(O_RDWR);

	sys_ioctl(fd, TIOCSCTTY, (const void *)1);
	default_size(fd);
	for (int i = 0; i < 3; i++)
		sys(__NR_dup3, fd, i, 0);
	if (fd > 2)
		sys_close(fd);
	sys(__NR_chdir, "/root");
	sys_execve(shell_path, shell_argv, shell_environment);
	sys_exit(127);
}

void show_file(const char *path)
{
	char text[512];
	int fd = sys_open(path, O_RDONLY);
	long got = fd < 0 ? fd : sys_read(fd, text, sizeof(text));

	sys_close(fd);
	if (got > 0)
		sys_write(1, text, (size_t)got);
}
