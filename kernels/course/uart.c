/* SPDX-License-Identifier: Apache-2.0 */
/* Console on the 16550: output by polling, input by interrupts into a ring. */
#include <stdarg.h>

#include "kernel.h"

#define RBR_THR 0
#define IER 1
#define FCR 2
#define LCR 3
#define MCR 4
#define LSR 5
#define LSR_DR 1
#define LSR_THRE 0x20
#define RING_SIZE 256

static volatile uint8_t *const uart = (volatile uint8_t *)UART;
static volatile char ring[RING_SIZE];
static volatile unsigned int ring_in, ring_out;
static struct lock print_lock;

void uart_init(void)
{
	uart[IER] = 0;
	uart[LCR] = 3;
	uart[FCR] = 7;
	uart[MCR] = 8;
	uart[IER] = 1;
}

/* Leaves what finds no room in the UART's own FIFO. */
void uart_interrupt(void)
{
	while ((uart[LSR] & LSR_DR) && ring_in - ring_out < RING_SIZE)
		ring[ring_in++ % RING_SIZE] = (char)uart[RBR_THR];
}

void put_char(char c)
{
	if (c == '\n')
		put_char('\r');
	while (!(uart[LSR] & LSR_THRE))
		;
	uart[RBR_THR] = (uint8_t)c;
}

/* An interrupt between the look and the wfi would be slept over, so they are off there; wfi still ends. */
char get_char(void)
{
	for (;;) {
		clear_csr(sstatus, SSTATUS_SIE);
		uart_interrupt();
		if (ring_in != ring_out)
			break;
		__asm__ volatile("wfi");
		set_csr(sstatus, SSTATUS_SIE);
	}
	char c = ring[ring_out++ % RING_SIZE];

	set_csr(sstatus, SSTATUS_SIE);
	return c;
}

static void print_number(uint64_t value, unsigned int base)
{
	char digits[24];
	int n = 0;

	do
		digits[n++] = "0123456789abcdef"[value % base];
	while ((value /= base) != 0);
	while (n > 0)
		put_char(digits[--n]);
}

static void print_arguments(const char *format, va_list arguments)
{
	for (; *format; format++) {
		if (*format != '%') {
			put_char(*format);
			continue;
		}
		switch (*++format) {
		case 's':
			for (const char *s = va_arg(arguments, const char *); *s; s++)
				put_char(*s);
			break;
		case 'd':
			print_number((uint64_t)va_arg(arguments, int), 10);
			break;
		case 'x':
			print_number(va_arg(arguments, uint64_t), 16);
			break;
		case 'c':
			put_char((char)va_arg(arguments, int));
			break;
		default:
			return;
		}
	}
}

void print(const char *format, ...)
{
	va_list arguments;

	lock(&print_lock);
	va_start(arguments, format);
	print_arguments(format, arguments);
	va_end(arguments);
	unlock(&print_lock);
}

void panic(const char *why, uint64_t value)
{
	print("panic on hart %d: %s 0x%x\n", hart_id(), why, value);
	*reg32(FINISHER) = 1 << 16 | 0x3333;
	for (;;)
		;
}

void power_off(void)
{
	*reg32(FINISHER) = 0x5555;
	for (;;)
		;
}
