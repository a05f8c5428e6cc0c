/* SPDX-License-Identifier: Apache-2.0 */
/* One program in U-mode, with a page of code and a page of stack. */
#include "kernel.h"

#define CODE_VA 0x400000UL
#define STACK_VA 0x500000UL
#define WRITE 1
#define EXIT 2

extern char user_program[], user_program_end[];
uint64_t enter_user(uint64_t pc, uint64_t sp);
__attribute__((noreturn)) void leave_user(uint64_t value);

void run_user(void)
{
	char *code = new_page();

	for (char *from = user_program, *to = code; from < user_program_end;)
		*to++ = *from++;
	map(CODE_VA, (uint64_t)code, PAGE_SIZE, PTE_R | PTE_X | PTE_U);
	map(STACK_VA, (uint64_t)new_page(), PAGE_SIZE, PTE_R | PTE_W | PTE_U);
	__asm__ volatile("fence.i");
	print("the program ended with %d\n", (int)enter_user(CODE_VA, STACK_VA + PAGE_SIZE));
	unmap(CODE_VA);
	unmap(STACK_VA);
}

void system_call(struct frame *frame)
{
	uint64_t number = frame->x[17 - 1], value = frame->x[10 - 1];

	switch (number) {
	case WRITE:
		put_char((char)value);
		return;
	case EXIT:
		leave_user(value);
	}
	panic("no such system call", number);
}
