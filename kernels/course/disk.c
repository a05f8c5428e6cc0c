/* SPDX-License-Identifier: Apache-2.0 */
/* virtio-blk on virtio-mmio version 2, one request at a time, awaited by polling or by interrupt. */
#include "kernel.h"

#define MAGIC 0x00
#define VERSION 0x04
#define DEVICE_ID 0x08
#define DRIVER_FEATURES 0x20
#define DRIVER_FEATURES_SEL 0x24
#define QUEUE_SEL 0x30
#define QUEUE_NUM_MAX 0x34
#define QUEUE_NUM 0x38
#define QUEUE_READY 0x44
#define QUEUE_NOTIFY 0x50
#define INTERRUPT_STATUS 0x60
#define INTERRUPT_ACK 0x64
#define STATUS 0x70
#define QUEUE_DESC 0x80
#define QUEUE_DRIVER 0x90
#define QUEUE_DEVICE 0xa0
#define CONFIG_CAPACITY 0x100

#define ACKNOWLEDGE 1
#define DRIVER 2
#define DRIVER_OK 4
#define FEATURES_OK 8
#define FEATURE_VERSION_1 1

#define QUEUE_SIZE 8
#define DESC_NEXT 1
#define DESC_WRITE 2
#define AVAIL_NO_INTERRUPT 1

static struct {
	uint64_t pa;
	uint32_t length;
	uint16_t flags, next;
} descriptors[QUEUE_SIZE] __attribute__((aligned(16)));

static volatile struct {
	uint16_t flags, index, ring[QUEUE_SIZE];
} available __attribute__((aligned(2)));

static volatile struct {
	uint16_t flags, index;
	struct {
		uint32_t id, length;
	} ring[QUEUE_SIZE];
} used __attribute__((aligned(4)));

static struct {
	uint32_t type, reserved;
	uint64_t sector;
} header;

static volatile uint8_t status;
static volatile int interrupted;

static volatile uint32_t *reg(uint64_t offset)
{
	return reg32(VIRTIO + offset);
}

static void set_address(uint64_t offset, volatile void *pa)
{
	*reg(offset) = (uint32_t)(uint64_t)pa;
	*reg(offset + 4) = (uint32_t)((uint64_t)pa >> 32);
}

int disk_init(void)
{
	if (*reg(MAGIC) != 0x74726976 || *reg(VERSION) != 2 || *reg(DEVICE_ID) != 2)
		return -1;
	*reg(STATUS) = 0;
	*reg(STATUS) = ACKNOWLEDGE;
	*reg(STATUS) = ACKNOWLEDGE | DRIVER;
	*reg(DRIVER_FEATURES_SEL) = 0;
	*reg(DRIVER_FEATURES) = 0;
	*reg(DRIVER_FEATURES_SEL) = 1;
	*reg(DRIVER_FEATURES) = FEATURE_VERSION_1;
	*reg(STATUS) = ACKNOWLEDGE | DRIVER | FEATURES_OK;
	if (!(*reg(STATUS) & FEATURES_OK))
		return -1;
	*reg(QUEUE_SEL) = 0;
	if (*reg(QUEUE_READY) || *reg(QUEUE_NUM_MAX) < QUEUE_SIZE)
		return -1;
	*reg(QUEUE_NUM) = QUEUE_SIZE;
	set_address(QUEUE_DESC, descriptors);
	set_address(QUEUE_DRIVER, &available);
	set_address(QUEUE_DEVICE, &used);
	*reg(QUEUE_READY) = 1;
	*reg(STATUS) = ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK;
	return 0;
}

uint64_t disk_sectors(void)
{
	return *reg(CONFIG_CAPACITY) | (uint64_t)*reg(CONFIG_CAPACITY + 4) << 32;
}

static void describe(int n, volatile void *pa, uint32_t length, uint16_t flags)
{
	descriptors[n].pa = (uint64_t)pa;
	descriptors[n].length = length;
	descriptors[n].flags = flags;
	descriptors[n].next = (uint16_t)(n + 1);
}

static void await_interrupt(void)
{
	for (;;) {
		clear_csr(sstatus, SSTATUS_SIE);
		if (interrupted)
			break;
		__asm__ volatile("wfi");
		set_csr(sstatus, SSTATUS_SIE);
	}
	set_csr(sstatus, SSTATUS_SIE);
}

int disk_transfer(uint64_t sector, void *buffer, int write, int by_interrupt)
{
	uint16_t before = used.index;

	header.type = (uint32_t)write;
	header.sector = sector;
	status = 0xff;
	interrupted = 0;
	describe(0, &header, sizeof(header), DESC_NEXT);
	describe(1, buffer, SECTOR_SIZE, (uint16_t)(DESC_NEXT | (write ? 0 : DESC_WRITE)));
	describe(2, &status, 1, DESC_WRITE);
	available.flags = by_interrupt ? 0 : AVAIL_NO_INTERRUPT;
	available.ring[available.index % QUEUE_SIZE] = 0;
	__sync_synchronize();
	available.index++;
	__sync_synchronize();
	*reg(QUEUE_NOTIFY) = 0;
	if (by_interrupt)
		await_interrupt();
	while (used.index == before)
		;
	__sync_synchronize();
	return status;
}

void disk_interrupt(void)
{
	*reg(INTERRUPT_ACK) = *reg(INTERRUPT_STATUS);
	interrupted = 1;
}
