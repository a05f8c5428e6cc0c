/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A machine that goes on from a snapshot believes in the snapshot's date, and
 * every copy of it would draw the same random numbers. So whoever wakes it
 * types a line at its virtio console:
 *
 *	wake SECONDS NANOSECONDS ENTROPY
 *
 * the date since 1970 in decimal digits, and any text that nobody can guess.
 */
#include <asm/ioctls.h>
#include <asm/termios.h>
#include <linux/random.h>

#include "../guest/sys.h"
#include "init.h"

static const char command[] = "wake ";

void listen_for_wake(int console)
{
	struct termios mode;

	if (sys_ioctl(console, TCGETS, &mode) == 0) {
		mode.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
		sys_ioctl(console, TCSETS, &mode);
	}
	sys(__NR_fcntl, console, F_SETOWN, sys(__NR_getpid));
	sys(__NR_fcntl, console, F_SETFL, O_NONBLOCK | FASYNC);
}

static const char *number(const char *text, const char *end, long long *value)
{
	*value = 0;
	while (text < end && *text >= '0' && *text <= '9' && *value < 1LL << 58)
		*value = *value * 10 + *text++ - '0';
	return text < end && *text == ' ' ? text + 1 : text;
}

static void wake(const char *text, const char *end)
{
	struct __kernel_timespec date;
	long long nanoseconds;
	int random;

	text = number(text, end, &date.tv_sec);
	text = number(text, end, &nanoseconds);
	date.tv_nsec = nanoseconds;
	if (date.tv_sec > 0)
		sys(__NR_clock_settime, CLOCK_REALTIME, &date);
	random = sys_open("/dev/urandom", O_WRONLY);
	sys_write(random, text, (size_t)(end - text));
	sys_ioctl(random, RNDRESEEDCRNG, NULL);
	sys_close(random);
}

void obey_wake(int console)
{
	const size_t start = sizeof(command) - 1;
	char line[256];
	long got;

	while ((got = sys_read(console, line, sizeof(line))) > 0) {
		size_t same = 0;

		while (same < start && same < (size_t)got && line[same] == command[same])
			same++;
		if (same == start)
			wake(line + start, line + got);
	}
}
