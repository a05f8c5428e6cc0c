/* SPDX-License-Identifier: Apache-2.0 */
/* M-mode: everything that is delegated or allowed to S-mode once, then into main. */
#include "kernel.h"

#define MSTATUS_MPP (3UL << 11)
#define MSTATUS_MPP_S (1UL << 11)
#define MIE_MTIE (1UL << 7)
#define PMP_RWX_NAPOT 0x1f
#define COUNTEREN_ALL 7
/* A tenth of a second: the board's timer has 10 MHz. */
#define TIMER_INTERVAL 1000000

/* What timer_vector finds at mscratch. */
static struct timer {
	uint64_t saved[2];
	uint64_t compare_pa;
	uint64_t interval;
	uint64_t saved_too;
} timers[MAX_HARTS];

void timer_vector(void);
void start(uint64_t hart);

static volatile int booted;
volatile int harts_running;

static void start_timer(uint64_t hart)
{
	struct timer *timer = &timers[hart];

	timer->compare_pa = CLINT + 0x4000 + 8 * hart;
	timer->interval = TIMER_INTERVAL;
	*(volatile uint64_t *)timer->compare_pa =
		*(volatile uint64_t *)(CLINT + 0xbff8) + TIMER_INTERVAL;
	write_csr(mscratch, timer);
	write_csr(mtvec, timer_vector);
	set_csr(mie, MIE_MTIE);
}

/* S-mode. The first hart prepares what all share, then lets the others in. */
static void run(void)
{
	if (hart_id() == 0) {
		uart_init();
		vm_init();
		vm_use();
		trap_init();
		plic_init();
		print("course kernel: S-mode, Sv39\n");
		int status = disk_init();

		if (status == 0)
			print("virtio disk: %d sectors\n", (int)disk_sectors());
		else
			print("no virtio disk\n");
		__sync_synchronize();
		booted = 1;
		__sync_fetch_and_add(&harts_running, 1);
		shell();
	}
	while (!booted)
		;
	__sync_synchronize();
	vm_use();
	trap_init();
	plic_init();
	__sync_fetch_and_add(&harts_running, 1);
	jobs_idle();
}

void start(uint64_t hart)
{
	uint64_t status = read_csr(mstatus);

	write_csr(mstatus, (status & ~MSTATUS_MPP) | MSTATUS_MPP_S);
	write_csr(mepc, run);
	write_csr(satp, 0);
	write_csr(medeleg, 0xffff);
	write_csr(mideleg, 0xffff);
	write_csr(mcounteren, COUNTEREN_ALL);
	write_csr(scounteren, COUNTEREN_ALL);
	/* S-mode may use all of the address space. */
	write_csr(pmpaddr0, ~0UL >> 10);
	write_csr(pmpcfg0, PMP_RWX_NAPOT);
	start_timer(hart);
	__asm__ volatile("mv tp, %0; mret" : : "r"(hart));
	__builtin_unreachable();
}
