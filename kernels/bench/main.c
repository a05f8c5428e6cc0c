/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench NAME... | all
 *
 * Prints for each benchmark one line
 *   name work=<count> ns=<elapsed> insns=<retired, 0 if not readable> check=<hex>
 */
#include <linux/mman.h>

#include "bench.h"

static const struct benchmark *const benchmarks[] = {
	&intwork, &copy, &chase32k, &chase4m, &mandel, &mandelfma,
	&syscall, &pipe, &forkexec, &fault,
};

#define BENCHMARK_COUNT (sizeof(benchmarks) / sizeof(benchmarks[0]))

static int same(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

long must(long result, const char *what)
{
	if (result >= 0)
		return result;
	put_text("bench: ");
	put_text(what);
	put_text(": errno ");
	put_decimal((uint64_t)-result);
	put_text("\n");
	sys_exit(1);
}

void *map_pages(size_t size)
{
	return (void *)must(sys(__NR_mmap, NULL, size, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), "mmap");
}

static uint64_t read_instret(void)
{
	uint64_t count;

	__asm__ volatile("rdinstret %0" : "=r"(count));
	return count;
}

/* A kernel may keep the counter to itself: let a child find out by trying. */
static int instret_is_readable(void)
{
	int status, pid = (int)must(sys_fork(), "fork");

	if (pid == 0) {
		read_instret();
		sys_exit(0);
	}
	must(sys_wait(pid, &status, 0), "wait");
	return status == 0;
}

static uint64_t now_ns(void)
{
	struct __kernel_timespec now = sys_clock(CLOCK_MONOTONIC);

	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void put_field(const char *name, uint64_t value)
{
	put_text(name);
	put_decimal(value);
}

static void measure(const struct benchmark *b, int count_insns)
{
	uint64_t ns, insns, check;

	if (b->prepare)
		b->prepare(b->work);
	insns = count_insns ? read_instret() : 0;
	ns = now_ns();
	check = b->run(b->work);
	ns = now_ns() - ns;
	insns = count_insns ? read_instret() - insns : 0;
	put_text(b->name);
	put_field(" work=", b->work);
	put_field(" ns=", ns);
	put_field(" insns=", insns);
	put_text(" check=");
	put_hex(check);
	put_text("\n");
}

/* A process each: what one has mapped, the next would have to fork. */
static void measure_apart(const struct benchmark *b, int count_insns)
{
	int status, pid = (int)must(sys_fork(), "fork");

	if (pid == 0) {
		measure(b, count_insns);
		sys_exit(0);
	}
	must(sys_wait(pid, &status, 0), "wait");
	if (status != 0)
		sys_exit(1);
}

static int measure_named(const char *name, int count_insns)
{
	int found = 0;

	for (size_t i = 0; i < BENCHMARK_COUNT; i++)
		if (same(name, "all") || same(name, benchmarks[i]->name)) {
			measure_apart(benchmarks[i], count_insns);
			found = 1;
		}
	return found;
}

/* Returns the exit status for wrong usage. */
static int usage(void)
{
	put_text("usage: bench NAME... | all\n");
	for (size_t i = 0; i < BENCHMARK_COUNT; i++) {
		put_text(" ");
		put_text(benchmarks[i]->name);
	}
	put_text("\n");
	return 2;
}

int main(int argc, char **argv)
{
	int count_insns;

	if (argc == 2 && same(argv[1], NOTHING_ARGUMENT))
		return 0;
	count_insns = instret_is_readable();
	for (int i = 1; i < argc; i++)
		if (!measure_named(argv[i], count_insns))
			return usage();
	return argc > 1 ? 0 : usage();
}
