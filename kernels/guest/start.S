/* SPDX-License-Identifier: Apache-2.0 */
/* Program entry: sp points at argc, argv follows it. */
	.globl	_start
	.type	_start, @function
_start:
	.option	push
	.option	norelax
	la	gp, __global_pointer$
	.option	pop
	ld	a0, 0(sp)
	addi	a1, sp, 8
	andi	sp, sp, -16
	call	main
	li	a7, 94		/* exit_group */
	ecall
	.size	_start, . - _start
	.section .note.GNU-stack, "", @progbits
