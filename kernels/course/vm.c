/* SPDX-License-Identifier: Apache-2.0 */
/* Sv39: the kernel and the devices at their own addresses, pages by demand from the end of the kernel. */
#include "kernel.h"

#define LEVELS 3
#define ENTRIES 512
#define SATP_SV39 (8UL << 60)

extern char text_end[], kernel_end[];

static uint64_t *root;
static uint64_t next_page = (uint64_t)kernel_end;
static struct lock page_lock;

void *new_page(void)
{
	lock(&page_lock);
	uint64_t *page = (uint64_t *)next_page;

	next_page += PAGE_SIZE;
	unlock(&page_lock);
	if ((uint64_t)page + PAGE_SIZE > RAM_END)
		panic("no page left", (uint64_t)page);
	for (size_t i = 0; i < PAGE_SIZE / sizeof(*page); i++)
		page[i] = 0;
	return page;
}

static uint64_t *leaf(uint64_t va)
{
	uint64_t *table = root;

	for (int level = LEVELS - 1; level > 0; level--) {
		uint64_t *entry = &table[va >> (12 + 9 * level) & (ENTRIES - 1)];

		if (!(*entry & PTE_V))
			*entry = (uint64_t)new_page() >> 12 << 10 | PTE_V;
		table = (uint64_t *)(*entry >> 10 << 12);
	}
	return &table[va >> 12 & (ENTRIES - 1)];
}

void map(uint64_t va, uint64_t pa, uint64_t size, uint64_t bits)
{
	for (uint64_t offset = 0; offset < size; offset += PAGE_SIZE)
		*leaf(va + offset) = (pa + offset) >> 12 << 10 | bits | PTE_V | PTE_A | PTE_D;
	__asm__ volatile("sfence.vma" : : : "memory");
}

void unmap(uint64_t va)
{
	*leaf(va) = 0;
	__asm__ volatile("sfence.vma" : : : "memory");
}

void vm_init(void)
{
	root = new_page();
	map(FINISHER, FINISHER, PAGE_SIZE, PTE_R | PTE_W);
	map(PLIC, PLIC, 0x400000, PTE_R | PTE_W);
	map(UART, UART, PAGE_SIZE, PTE_R | PTE_W);
	map(VIRTIO, VIRTIO, PAGE_SIZE, PTE_R | PTE_W);
	map(RAM, RAM, (uint64_t)text_end - RAM, PTE_R | PTE_X);
	map((uint64_t)text_end, (uint64_t)text_end, RAM_END - (uint64_t)text_end, PTE_R | PTE_W);
}

void vm_use(void)
{
	__asm__ volatile("sfence.vma");
	write_csr(satp, SATP_SV39 | (uint64_t)root >> 12);
	__asm__ volatile("sfence.vma");
}
