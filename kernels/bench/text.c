/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"

static void put_number(uint64_t value, unsigned int base)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = "0123456789abcdef"[value % base];
	while ((value /= base) != 0);
	sys_write(1, digits + at, sizeof(digits) - at);
}

void put_text(const char *text)
{
	size_t length = 0;

	while (text[length] != '\0')
		length++;
	sys_write(1, text, length);
}

void put_decimal(uint64_t value)
{
	put_number(value, 10);
}

void put_hex(uint64_t value)
{
	put_number(value, 16);
}
