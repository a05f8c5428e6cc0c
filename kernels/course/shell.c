/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel.h"

#define LINE_SIZE 80
#define ALIAS_VA 0x3f00000000UL
#define TICKS_TO_WAIT 3
/* Time that the other harts get to come up: each is in after its first timer interrupt at the latest. */
#define TICKS_TO_START 2

static uint8_t sector[SECTOR_SIZE] __attribute__((aligned(16)));

static int equal(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

static void wait_ticks(int count)
{
	int end = ticks[0] + count;

	while (ticks[0] < end)
		__asm__ volatile("wfi");
}

static void read_line(char *line)
{
	int length = 0;

	for (;;) {
		char c = get_char();

		if (c == '\r' || c == '\n') {
			put_char('\n');
			line[length] = '\0';
			return;
		}
		if ((c == 0x7f || c == '\b') && length > 0) {
			length--;
			print("\b \b");
		} else if (c >= ' ' && c <= '~' && length < LINE_SIZE - 1) {
			line[length++] = c;
			put_char(c);
		}
	}
}

static void show_sector(uint64_t number, int by_interrupt)
{
	int status = disk_transfer(number, sector, 0, by_interrupt);

	print("sector %d by %s, status %d: ", (int)number, by_interrupt ? "interrupt" : "polling", status);
	for (int i = 0; i < SECTOR_SIZE && sector[i] >= ' ' && sector[i] <= '~'; i++)
		put_char((char)sector[i]);
	put_char('\n');
}

static void write_sectors(void)
{
	int errors = 0;

	for (int n = 0; n < 8; n++) {
		for (int i = 0; i < SECTOR_SIZE; i++)
			sector[i] = (uint8_t)(n * 31 + i * 7);
		errors += disk_transfer((uint64_t)(n + 8), sector, 1, n & 1) != 0;
		for (int i = 0; i < SECTOR_SIZE; i++)
			sector[i] = 0;
		errors += disk_transfer((uint64_t)(n + 8), sector, 0, !(n & 1)) != 0;
		for (int i = 0; i < SECTOR_SIZE; i++)
			errors += sector[i] != (uint8_t)(n * 31 + i * 7);
	}
	print("8 sectors written and read back, %d errors\n", errors);
	print("a sector beyond the end: status %d\n", disk_transfer(disk_sectors(), sector, 0, 1));
}

static void alias_page(void)
{
	volatile uint64_t *page = new_page(), *alias = (volatile uint64_t *)ALIAS_VA;

	map(ALIAS_VA, (uint64_t)page, PAGE_SIZE, PTE_R | PTE_W);
	alias[3] = 0x1234;
	print("written by the alias: 0x%x\n", page[3]);
	unmap(ALIAS_VA);
	expected_fault = ALIAS_VA;
	(void)alias[0];
	print("unmapped: %s\n", expected_fault ? "still readable" : "page fault");
	expected_fault = 0;
}

static void show_ticks(void)
{
	wait_ticks(TICKS_TO_WAIT);
	print("%d timer interrupts came\n", TICKS_TO_WAIT);
}

static void run(const char *line)
{
	if (equal(line, "harts"))
		print("%d harts\n", harts_running);
	else if (equal(line, "count"))
		jobs_count(harts_running);
	else if (equal(line, "poll"))
		show_sector(0, 0);
	else if (equal(line, "irq"))
		show_sector(1, 1);
	else if (equal(line, "write"))
		write_sectors();
	else if (equal(line, "map"))
		alias_page();
	else if (equal(line, "ticks"))
		show_ticks();
	else if (equal(line, "user"))
		run_user();
	else if (equal(line, "off"))
		power_off();
	else if (!equal(line, ""))
		print("commands: harts count poll irq write map ticks user off\n");
}

void shell(void)
{
	char line[LINE_SIZE];

	wait_ticks(TICKS_TO_START);
	for (;;) {
		print("course> ");
		read_line(line);
		run(line);
	}
}
