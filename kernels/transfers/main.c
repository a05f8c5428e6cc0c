/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transfers read|write DEVICE COUNT
 *
 * Reads or writes 4 KiB COUNT times, one transfer at a time and past the page
 * cache, each at another random place of the device's first 32 MiB; the same
 * places on every machine. Writes are flushed at the end.
 */
#include <asm-generic/fcntl.h>
#include <linux/mman.h>

#include "../guest/sys.h"

#define BLOCK 4096
#define BLOCKS 8192	/* a power of two */

static void fail(const char *text, size_t length)
{
	sys_write(2, text, length);
	sys_exit(1);
}

#define FAIL(text) fail(text "\n", sizeof(text))

static unsigned long number(const char *text)
{
	unsigned long value = 0;

	for (; *text >= '0' && *text <= '9'; text++)
		value = value * 10 + (unsigned long)(*text - '0');
	return value;
}

static unsigned int next_random(void)
{
	static unsigned int random = 2463534242;

	random ^= random << 13;
	random ^= random >> 17;
	random ^= random << 5;
	return random;
}

/* O_DIRECT wants it aligned; what is written is not all zeros. */
static void *make_buffer(void)
{
	long address = sys(__NR_mmap, NULL, BLOCK, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	unsigned int *words = (void *)address;

	if (address < 0)
		FAIL("transfers: no memory");
	for (size_t i = 0; i < BLOCK / sizeof(*words); i++)
		words[i] = next_random();
	return words;
}

int main(int argc, char **argv)
{
	int writes, fd;
	void *buffer;

	if (argc != 4)
		FAIL("usage: transfers read|write DEVICE COUNT");
	writes = argv[1][0] == 'w';
	fd = sys_open(argv[2], O_DIRECT | (writes ? O_WRONLY : O_RDONLY));
	if (fd < 0)
		FAIL("transfers: the device can't be opened");
	buffer = make_buffer();
	for (unsigned long left = number(argv[3]); left > 0; left--) {
		long place = (long)(next_random() % BLOCKS) * BLOCK;

		if (sys(writes ? __NR_pwrite64 : __NR_pread64, fd, buffer, BLOCK, place) != BLOCK)
			FAIL("transfers: a transfer failed");
	}
	if (writes && sys(__NR_fsync, fd) < 0)
		FAIL("transfers: the flush failed");
	return 0;
}
