/* SPDX-License-Identifier: Apache-2.0 */
/*
 * S-mode's trap vector, and the way to U-mode and back. While a hart is in U-mode, sscratch holds
 * the stack pointer of the kernel, at which the kernel's tp is kept; else it is 0.
 */
#define FRAME_SIZE 272
#define SSTATUS 256
#define SP 16
#define SPP 0x100
#define SPIE 0x20

	.macro	each_register what
	.irp	n, 3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
	\what	x\n, 8*\n(sp)
	.endr
	.endm

	.text
	.align	2
	.globl	trap_vector
trap_vector:
	csrrw	sp, sscratch, sp
	bnez	sp, 1f
	csrr	sp, sscratch
1:	addi	sp, sp, -FRAME_SIZE
	sd	x1, 8(sp)
	each_register sd
	csrrw	t0, sscratch, zero
	sd	t0, SP(sp)
	csrr	t0, sepc
	sd	t0, 0(sp)
	csrr	t0, sstatus
	sd	t0, SSTATUS(sp)
	andi	t0, t0, SPP
	bnez	t0, 2f
	ld	tp, FRAME_SIZE(sp)
2:	mv	a0, sp
	call	trap

trap_return:
	ld	t0, 0(sp)
	csrw	sepc, t0
	ld	t0, SSTATUS(sp)
	csrw	sstatus, t0
	andi	t0, t0, SPP
	bnez	t0, 3f
	addi	t0, sp, FRAME_SIZE
	csrw	sscratch, t0
3:	ld	x1, 8(sp)
	each_register ld
	ld	sp, SP(sp)
	sret

	/* enter_user(pc, sp): comes back when leave_user is called. */
	.globl	enter_user
enter_user:
	addi	sp, sp, -112
	sd	ra, 0(sp)
	.irp	n, 0,1,2,3,4,5,6,7,8,9,10,11
	sd	s\n, 8+8*\n(sp)
	.endr
	la	t0, kernel_sp
	sd	sp, 0(t0)
	addi	sp, sp, -16
	sd	tp, 0(sp)
	addi	sp, sp, -FRAME_SIZE
	sd	zero, 8(sp)
	.irp	n, 3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
	sd	zero, 8*\n(sp)
	.endr
	sd	a0, 0(sp)
	sd	a1, SP(sp)
	li	t0, SPIE
	sd	t0, SSTATUS(sp)
	csrci	sstatus, 2
	j	trap_return

	/* leave_user(value): from a system call; enter_user returns the value. */
	.globl	leave_user
leave_user:
	la	t0, kernel_sp
	ld	sp, 0(t0)
	ld	ra, 0(sp)
	.irp	n, 0,1,2,3,4,5,6,7,8,9,10,11
	ld	s\n, 8+8*\n(sp)
	.endr
	addi	sp, sp, 112
	csrsi	sstatus, 2
	ret

	.bss
	.align	3
kernel_sp:
	.skip	8
