/* SPDX-License-Identifier: Apache-2.0 */
#include "../../guest/sys.h"
#include "debian.h"

/* Superblock and group descriptors of any file system, and partition tables, lie in this. */
#define LOOKED_AT_BYTES 65536

static const char *const no_environment[] = { NULL };

/* Small journal and lazy tables: little is written before the first prompt. */
static void format(const char *device)
{
	const char *const arguments[] = {
		"mkfs.ext4", "-q", "-F", "-m", "0", "-L", "changes", "-J", "size=16",
		"-E", "lazy_itable_init=1,lazy_journal_init=1,nodiscard", device, NULL,
	};
	int pid = sys_fork();

	if (pid == 0) {
		sys_execve("/sbin/mkfs.ext4", arguments, no_environment);
		sys_exit(127);
	}
	sys_wait(pid, NULL, 0);
}

void format_if_blank(const char *device)
{
	static unsigned long beginning[LOOKED_AT_BYTES / sizeof(unsigned long)];
	int fd = sys_open(device, O_RDONLY);
	long got = fd < 0 ? fd : sys_read(fd, beginning, sizeof(beginning));

	sys_close(fd);
	if (got != (long)sizeof(beginning))
		return;
	for (size_t i = 0; i < sizeof(beginning) / sizeof(beginning[0]); i++)
		if (beginning[i] != 0)
			return;
	format(device);
}
