/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program for U-mode, copied to a page of its own. System calls as in kernel.h's user.c: a7 is 1
 * for writing the character a0, 2 for the end with the value a0.
 */
	.section .rodata
	.globl	user_program, user_program_end
	.align	3
user_program:
	la	s0, text
1:	lbu	a0, 0(s0)
	beqz	a0, 2f
	li	a7, 1
	ecall
	addi	s0, s0, 1
	j	1b
2:	addi	sp, sp, -16
	li	t0, 42
	sd	t0, 0(sp)
	ld	a0, 0(sp)
	li	a7, 2
	ecall
text:
	.asciz	"hello from U-mode\n"
	.align	3
user_program_end:
