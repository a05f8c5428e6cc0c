/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mandelbrot set in doubles: WIDTH x HEIGHT points of [-2, 0.5] x [-1.25, 1.25],
 * at most LIMIT steps each. Sized so that native x86-64 code of gcc -O2 takes
 * about 2 ms.
 */
#include "bench.h"

#define WIDTH 128
#define HEIGHT 96
#define LIMIT 200

typedef uint64_t orbit(double cr, double ci);

/* Steps and last value to the bit: a wrong rounding shows in the checksum. */
static inline uint64_t outcome(unsigned int steps, double last)
{
	union { double value; uint64_t bits; } pattern = { .value = last };

	return pattern.bits + steps;
}

/* Products and sums rounded one by one, as on a machine without FMA. */
static uint64_t separate(double cr, double ci)
{
	double r = 0, i = 0;
	unsigned int n = 0;

	while (n < LIMIT) {
		double r2 = r * r, i2 = i * i;

		if (r2 + i2 > 4)
			break;
		i = 2 * r * i + ci;
		r = r2 - i2 + cr;
		n++;
	}
	return outcome(n, r);
}

/* The same with FMADD where gcc would put it if it were allowed to. */
static uint64_t fused(double cr, double ci)
{
	double r = 0, i = 0;
	unsigned int n = 0;

	while (n < LIMIT) {
		double i2 = i * i;

		if (__builtin_fma(r, r, i2) > 4)
			break;
		i = __builtin_fma(2 * r, i, ci);
		r = __builtin_fma(r, r, -i2) + cr;
		n++;
	}
	return outcome(n, r);
}

static inline uint64_t draw(orbit *follow)
{
	uint64_t check = 0;

	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++)
			check = check * 31 + follow(-2 + x * (2.5 / WIDTH),
						    -1.25 + y * (2.5 / HEIGHT));
	return check;
}

static uint64_t run_separate(uint64_t work)
{
	(void)work;
	return draw(separate);
}

static uint64_t run_fused(uint64_t work)
{
	(void)work;
	return draw(fused);
}

const struct benchmark mandel = { "mandel", 1, NULL, run_separate };
const struct benchmark mandelfma = { "mandelfma", 1, NULL, run_fused };
