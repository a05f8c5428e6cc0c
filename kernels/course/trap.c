/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel.h"

#define CAUSE_INTERRUPT (1UL << 63)
#define SUPERVISOR_SOFTWARE (CAUSE_INTERRUPT | 1)
#define SUPERVISOR_EXTERNAL (CAUSE_INTERRUPT | 9)
#define ECALL_FROM_U 8
#define LOAD_PAGE_FAULT 13

/* Of hart's S-mode context, which follows its M-mode one. */
#define PLIC_ENABLE(hart) (PLIC + 0x2080 + 0x100 * (uint64_t)(hart))
#define PLIC_THRESHOLD(hart) (PLIC + 0x201000 + 0x2000 * (uint64_t)(hart))
#define PLIC_CLAIM(hart) (PLIC_THRESHOLD(hart) + 4)

void trap_vector(void);
void trap(struct frame *frame);

volatile int ticks[MAX_HARTS];
volatile uint64_t expected_fault;

void plic_init(void)
{
	if (hart_id() == 0) {
		*reg32(PLIC + 4 * UART_IRQ) = 1;
		*reg32(PLIC + 4 * VIRTIO_IRQ) = 1;
		*reg32(PLIC_ENABLE(0)) = 1 << UART_IRQ | 1 << VIRTIO_IRQ;
	}
	*reg32(PLIC_THRESHOLD(hart_id())) = 0;
}

void trap_init(void)
{
	write_csr(sscratch, 0);
	write_csr(stvec, trap_vector);
	set_csr(sie, SIE_SSIE | SIE_SEIE);
	set_csr(sstatus, SSTATUS_SIE);
}

static void external_interrupt(void)
{
	volatile uint32_t *claim = reg32(PLIC_CLAIM(hart_id()));
	uint32_t source = *claim;

	if (source == UART_IRQ)
		uart_interrupt();
	else if (source == VIRTIO_IRQ)
		disk_interrupt();
	if (source)
		*claim = source;
}

void trap(struct frame *frame)
{
	uint64_t cause = read_csr(scause);

	switch (cause) {
	case SUPERVISOR_SOFTWARE:
		clear_csr(sip, 2);
		ticks[hart_id()]++;
		return;
	case SUPERVISOR_EXTERNAL:
		external_interrupt();
		return;
	case ECALL_FROM_U:
		frame->sepc += 4;
		system_call(frame);
		return;
	case LOAD_PAGE_FAULT:
		if (expected_fault && read_csr(stval) == expected_fault) {
			expected_fault = 0;
			frame->sepc += (*(uint16_t *)frame->sepc & 3) == 3 ? 4 : 2;
			return;
		}
		break;
	}
	print("scause 0x%x sepc 0x%x stval 0x%x\n", cause, frame->sepc, read_csr(stval));
	panic("unexpected trap", cause);
}
