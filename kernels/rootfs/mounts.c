/* SPDX-License-Identifier: Apache-2.0 */
#include <linux/mount.h>
#include <linux/sockios.h>

#include "../guest/sys.h"
#include "init.h"

static const struct mount {
	const char *type, *target, *options;
	unsigned long flags;
} mounts[] = {
	{ "proc", "/proc", NULL, MS_NOSUID | MS_NODEV | MS_NOEXEC },
	{ "sysfs", "/sys", NULL, MS_NOSUID | MS_NODEV | MS_NOEXEC },
	{ "devtmpfs", "/dev", "mode=0755", MS_NOSUID },
	{ "devpts", "/dev/pts", "mode=0620,gid=5,ptmxmode=0666", MS_NOSUID | MS_NOEXEC },
	{ "tmpfs", "/tmp", "mode=1777", MS_NOSUID | MS_NODEV },
	{ "tmpfs", "/run", "mode=0755", MS_NOSUID | MS_NODEV },
};

static const char host_name[] = "bootlink";

/* <linux/if.h> and <linux/in.h> need a C library; this is our part of them. */
#define AF_INET 2
#define SOCK_DGRAM 2
#define IFF_UP 1

struct interface_flags_request {
	char name[16];
	short flags;
	char unused[22];
};

static void bring_up_loopback(void)
{
	const struct interface_flags_request request = { .name = "lo", .flags = IFF_UP };
	int fd = (int)sys(__NR_socket, AF_INET, SOCK_DGRAM, 0);

	if (fd < 0)
		return;
	sys_ioctl(fd, SIOCSIFFLAGS, &request);
	sys_close(fd);
}

void prepare_system(void)
{
	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		const struct mount *m = &mounts[i];

		sys(__NR_mkdirat, AT_FDCWD, m->target, 0755);
		sys(__NR_mount, m->type, m->target, m->type, m->flags, m->options);
	}
	sys(__NR_sethostname, host_name, sizeof(host_name) - 1);
	bring_up_loopback();
}
