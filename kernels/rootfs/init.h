/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOTLINK_INIT_H
#define BOOTLINK_INIT_H

/* What init keeps blocked and waits for; every child starts unblocked. */
#define INIT_SIGNALS (SIGNAL_BIT(SIGCHLD) | SIGNAL_BIT(SIGTERM) | \
		      SIGNAL_BIT(SIGUSR1) | SIGNAL_BIT(SIGUSR2))

/*
 * What differs between the busybox root (busybox.c) and Debian's (../debian/init): the shell, and
 * what is done before the kernel's file systems are mounted, after that, once the shell has been
 * started, and at the end.
 */
extern const char *const shell_path;
extern const char *const shell_argv[];
extern const char *const shell_environment[];
void prepare_root(int argc, char **argv);
void finish_root(void);
void begin_chores(void);
void release_root(void);

/* mounts.c: the kernel's file systems, host name and loopback interface. */
void prepare_system(void);

/* console.c: opens the system console's real device, -errno on failure. */
int open_console(int flags);
/* Starts a login shell as leader of a session on the console. */
int spawn_shell(void);
/* Writes the file to the console. */
void show_file(const char *path);

/* winsize.c: starts the process that copies hvc0's window size to the console. */
void spawn_winsize_relay(void);

/* wake.c: has SIGIO tell of input at console; reads it and obeys lines that wake the machine. */
void listen_for_wake(int console);
void obey_wake(int console);

/* power.c: ends all processes and the machine; command as for reboot(2). */
__attribute__((noreturn)) void shut_down(unsigned int command);

#endif
