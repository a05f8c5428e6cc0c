/* SPDX-License-Identifier: Apache-2.0 */
#define STACK_SIZE_LOG2 13
#define MAX_HARTS 8

	.section .text.entry
	.globl	entry
entry:
	csrr	a0, mhartid
	li	t0, MAX_HARTS
	bgeu	a0, t0, park
	la	sp, stacks
	addi	t0, a0, 1
	slli	t0, t0, STACK_SIZE_LOG2
	add	sp, sp, t0
	call	start
park:
	wfi
	j	park

	/*
	 * M-mode's only trap, the timer's: sets the next one and passes this one
	 * on as a supervisor software interrupt. mscratch points at this hart's
	 * struct timer of start.c.
	 */
	.text
	.align	2
	.globl	timer_vector
timer_vector:
	csrrw	a0, mscratch, a0
	sd	a1, 0(a0)
	sd	a2, 8(a0)
	ld	a1, 16(a0)
	ld	a2, 24(a0)
	sd	a3, 32(a0)
	ld	a3, 0(a1)
	add	a3, a3, a2
	sd	a3, 0(a1)
	csrsi	mip, 2
	ld	a3, 32(a0)
	ld	a2, 8(a0)
	ld	a1, 0(a0)
	csrrw	a0, mscratch, a0
	mret

	.bss
	.align	4
stacks:
	.skip	MAX_HARTS << STACK_SIZE_LOG2
