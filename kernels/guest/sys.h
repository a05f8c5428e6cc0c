/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The little that our guest programs need of Linux: system calls without a C
 * library. Each wrapper returns what the kernel returns, -errno on failure.
 * A call used by one program only is written there with sys().
 */
#ifndef BOOTLINK_SYS_H
#define BOOTLINK_SYS_H

#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/signal.h>
#include <linux/time.h>
#include <linux/time_types.h>
#include <linux/types.h>
#include <stddef.h>

/* One system call with up to six arguments; missing ones are zero. */
#define sys(...) SYS_PICK(__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define SYS_PICK(n, a, b, c, d, e, f, ...) \
	sys6(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

static inline long sys6(long n, long a, long b, long c, long d, long e, long f)
{
	register long a7 __asm__("a7") = n;
	register long a0 __asm__("a0") = a;
	register long a1 __asm__("a1") = b;
	register long a2 __asm__("a2") = c;
	register long a3 __asm__("a3") = d;
	register long a4 __asm__("a4") = e;
	register long a5 __asm__("a5") = f;

	__asm__ volatile("ecall"
			 : "+r"(a0)
			 : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5)
			 : "memory");
	return a0;
}

static inline int sys_open(const char *path, int flags)
{
	return (int)sys(__NR_openat, AT_FDCWD, path, flags);
}

static inline long sys_read(int fd, void *buffer, size_t size)
{
	return sys(__NR_read, fd, buffer, size);
}

static inline long sys_write(int fd, const void *buffer, size_t size)
{
	return sys(__NR_write, fd, buffer, size);
}

static inline int sys_close(int fd)
{
	return (int)sys(__NR_close, fd);
}

static inline long sys_ioctl(int fd, unsigned long request, const void *argument)
{
	return sys(__NR_ioctl, fd, request, argument);
}

static inline int sys_fork(void)
{
	return (int)sys(__NR_clone, SIGCHLD);
}

static inline int sys_execve(const char *path, const char *const *argv,
			     const char *const *envp)
{
	return (int)sys(__NR_execve, path, argv, envp);
}

/* pid as for waitpid(2); status may be NULL. */
static inline int sys_wait(int pid, int *status, int options)
{
	return (int)sys(__NR_wait4, pid, status, options);
}

static inline int sys_setsid(void)
{
	return (int)sys(__NR_setsid);
}

static inline int sys_kill(int pid, int signal)
{
	return (int)sys(__NR_kill, pid, signal);
}

__attribute__((noreturn)) static inline void sys_exit(int status)
{
	for (;;)
		sys(__NR_exit_group, status);
}

static inline struct __kernel_timespec sys_clock(int clock)
{
	struct __kernel_timespec now = { 0 };

	sys(__NR_clock_gettime, clock, &now);
	return now;
}

/* Signals as one word, the size the kernel asks for: bit n-1 is signal n. */
#define SIGNAL_BIT(signal) (1UL << ((signal) - 1))

static inline void sys_block_signals(unsigned long signals)
{
	sys(__NR_rt_sigprocmask, SIG_SETMASK, &signals, NULL, sizeof(signals));
}

/* Waits for one of the blocked signals; timeout NULL means for ever. */
static inline int sys_wait_signal(unsigned long signals,
				  const struct __kernel_timespec *timeout)
{
	return (int)sys(__NR_rt_sigtimedwait, &signals, NULL, timeout,
			sizeof(signals));
}

/* What gcc may call on its own account, and what start.S enters. */
void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memset(void *to, int value, size_t size);
int main(int argc, char **argv);

#endif
