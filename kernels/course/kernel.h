/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small kernel of the kind that courses build (xv6-riscv and its like): it starts in M-mode
 * without firmware, runs in S-mode under Sv39 on several harts, and drives QEMU's virt board.
 */
#ifndef COURSE_KERNEL_H
#define COURSE_KERNEL_H

#include <stddef.h>
#include <stdint.h>

#define MAX_HARTS 8
#define PAGE_SIZE 4096

/* The board. */
#define FINISHER 0x00100000UL
#define CLINT 0x02000000UL
#define PLIC 0x0c000000UL
#define UART 0x10000000UL
#define UART_IRQ 10
#define VIRTIO 0x10001000UL
#define VIRTIO_IRQ 1
#define RAM 0x80000000UL
#define RAM_END (RAM + (64UL << 20))

#define SSTATUS_SIE (1UL << 1)
#define SSTATUS_SPIE (1UL << 5)
#define SSTATUS_SPP (1UL << 8)
#define SIE_SSIE (1UL << 1)
#define SIE_SEIE (1UL << 9)

#define read_csr(name) ({ uint64_t v_; __asm__ volatile("csrr %0, " #name : "=r"(v_)); v_; })
#define write_csr(name, value) __asm__ volatile("csrw " #name ", %0" : : "r"((uint64_t)(value)) : "memory")
#define set_csr(name, bits) __asm__ volatile("csrs " #name ", %0" : : "r"((uint64_t)(bits)) : "memory")
#define clear_csr(name, bits) __asm__ volatile("csrc " #name ", %0" : : "r"((uint64_t)(bits)) : "memory")

static inline volatile uint32_t *reg32(uint64_t pa)
{
	return (volatile uint32_t *)pa;
}

/* start.c keeps the number of the hart in tp, which traps from U-mode restore. */
static inline int hart_id(void)
{
	int hart;

	__asm__ volatile("mv %0, tp" : "=r"(hart));
	return hart;
}

/* What trap.S saves: registers x1 to x31 in slots 1 to 31, sepc in slot 0. */
struct frame {
	uint64_t sepc;
	uint64_t x[31];
	uint64_t sstatus;
};

struct lock {
	int held;
};

void lock(struct lock *lock);
void unlock(struct lock *lock);

/* uart.c */
void uart_init(void);
void uart_interrupt(void);
void put_char(char c);
char get_char(void);
/* %s, %d (int), %x (uint64_t), %c */
void print(const char *format, ...);
__attribute__((noreturn)) void panic(const char *why, uint64_t value);
__attribute__((noreturn)) void power_off(void);

/* trap.c */
void trap_init(void);
void plic_init(void);
extern volatile int ticks[MAX_HARTS];
/* Set to have the next page fault at this address skipped; the handler sets it back to 0. */
extern volatile uint64_t expected_fault;

/* vm.c */
void vm_init(void);
void vm_use(void);
void *new_page(void);
#define PTE_V 1UL
#define PTE_R 2UL
#define PTE_W 4UL
#define PTE_X 8UL
#define PTE_U 16UL
#define PTE_A 64UL
#define PTE_D 128UL
void map(uint64_t va, uint64_t pa, uint64_t size, uint64_t bits);
void unmap(uint64_t va);

/* disk.c */
#define SECTOR_SIZE 512
int disk_init(void);
uint64_t disk_sectors(void);
/* Returns virtio-blk's status, 0 if the transfer went well. */
int disk_transfer(uint64_t sector, void *buffer, int write, int by_interrupt);
void disk_interrupt(void);

/* user.c */
void run_user(void);
void system_call(struct frame *frame);

/* jobs.c */
void jobs_idle(void);
void jobs_count(int harts);
extern volatile int harts_running;

void shell(void);

#endif
