/* SPDX-License-Identifier: Apache-2.0 */
#include <linux/mount.h>

#include "../../guest/sys.h"
#include "debian.h"

/* Folders that the read-only root has, used until the kernel's file systems are mounted. */
#define STAGE "/run"
#define LAYER STAGE "/changes"
#define NEW_ROOT STAGE "/root"
/* <sys/mount.h> of a C library has it. */
#define MNT_DETACH 2

/* Where the old root is between the change of roots and show_changes; in the new root. */
#define OLD_ROOT "/mnt"
#define OLD_LAYER OLD_ROOT LAYER

static void make_folder(const char *path, int mode)
{
	sys(__NR_mkdirat, AT_FDCWD, path, mode);
}

static long mount(const char *source, const char *target, const char *type,
		  unsigned long flags, const char *options)
{
	return sys(__NR_mount, source, target, type, flags, options);
}

static void say(const char *text)
{
	size_t length = 0;

	while (text[length])
		length++;
	sys_write(1, text, length);
}

static int exists(const char *path)
{
	return sys(__NR_faccessat, AT_FDCWD, path, 0) == 0;
}

static void mount_layer(const char *device)
{
	if (device && exists(device)) {
		format_if_blank(device);
		if (mount(device, LAYER, "ext4", MS_NOATIME, "noinit_itable") == 0)
			return;
		say("mini-init: no file system for changes on ");
		say(device);
		say("; they will be kept in memory only\n");
	}
	mount("changes", LAYER, "tmpfs", 0, "mode=0755");
}

void overlay_root(const char *device)
{
	mount("devtmpfs", "/dev", "devtmpfs", MS_NOSUID, "mode=0755");
	mount("stage", STAGE, "tmpfs", 0, "mode=0755");
	make_folder(LAYER, 0755);
	make_folder(NEW_ROOT, 0755);
	mount_layer(device);
	make_folder(LAYER "/upper", 0755);
	make_folder(LAYER "/work", 0755);
	if (mount("overlay", NEW_ROOT, "overlay", 0,
		  "lowerdir=/,upperdir=" LAYER "/upper,workdir=" LAYER "/work") != 0) {
		say("mini-init: no layer for changes; the root stays read-only\n");
		return;
	}
	mount("/dev", NEW_ROOT "/dev", NULL, MS_MOVE, NULL);
	sys(__NR_chdir, NEW_ROOT);
	sys(__NR_pivot_root, ".", NEW_ROOT OLD_ROOT);
	sys(__NR_chroot, ".");
	sys(__NR_chdir, "/");
}

void show_changes(void)
{
	make_folder(CHANGES, 0755);
	mount(OLD_LAYER, CHANGES, NULL, MS_MOVE, NULL);
	sys(__NR_umount2, OLD_ROOT, MNT_DETACH);
}

void close_changes(void)
{
	mount(NULL, CHANGES, NULL, MS_REMOUNT | MS_RDONLY, NULL);
}
