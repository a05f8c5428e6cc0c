/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mini-init, PID 1 of the Debian roots (init=/sbin/mini-init). The kernel
 * hands it what it does not know itself from its command line:
 *
 *   changes=DEVICE   keep what is changed on this disk instead of in memory
 *   systemd          start systemd once the root is writable
 *
 * "mini-init winsize" under another init only copies the window's size.
 */
#include "../../guest/sys.h"
#include "../../rootfs/init.h"
#include "debian.h"

const char *const shell_path = "/bin/bash";
const char *const shell_argv[] = { "-bash", NULL };
const char *const shell_environment[] = {
	"HOME=/root",
	"LANG=C.UTF-8",
	"LOGNAME=root",
	"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
	"SHELL=/bin/bash",
	"TERM=xterm-256color",
	"USER=root",
	NULL,
};

static const char systemd_path[] = "/lib/systemd/systemd";
static const char *const systemd_argv[] = { systemd_path, NULL };
static const char *const systemd_environment[] = { "TERM=xterm-256color", NULL };

/* What follows the prefix at the beginning of text, or NULL. */
static const char *after(const char *prefix, const char *text)
{
	while (*prefix)
		if (*prefix++ != *text++)
			return NULL;
	return text;
}

static int is(const char *word, const char *text)
{
	const char *rest = after(word, text);

	return rest && *rest == '\0';
}

/* The environment follows the arguments. */
static const char *variable(int argc, char **argv, const char *prefix)
{
	for (char **entry = argv + argc + 1; *entry; entry++) {
		const char *value = after(prefix, *entry);

		if (value && *value)
			return value;
	}
	return NULL;
}

static int has_argument(int argc, char **argv, const char *word)
{
	for (int i = 1; i < argc; i++)
		if (is(word, argv[i]))
			return 1;
	return 0;
}

static void become_systemd(void)
{
	sys(__NR_mount, "tmpfs", "/run", "tmpfs", 0, "mode=0755");
	show_changes();
	sys_block_signals(0);
	sys_execve(systemd_path, systemd_argv, systemd_environment);
	sys_block_signals(INIT_SIGNALS);
}

void prepare_root(int argc, char **argv)
{
	if (sys(__NR_getpid) != 1) {
		if (has_argument(argc, argv, "winsize"))
			spawn_winsize_relay();
		sys_exit(0);
	}
	overlay_root(variable(argc, argv, "changes="));
	if (has_argument(argc, argv, "systemd"))
		become_systemd();
}

void finish_root(void)
{
	show_changes();
}

void begin_chores(void)
{
}

void release_root(void)
{
	close_changes();
}
