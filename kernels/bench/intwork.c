/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Integer work of the kinds embedded programs consist of, in equal parts:
 * a linked list that is sorted, searched and reversed; products of small
 * matrices; a state machine that reads numbers from text; a CRC over all
 * results. Reported work is the number of rounds.
 */
#include "bench.h"

/* CRC-16/ARC, one byte, bit by bit. */
static uint16_t crc_byte(uint16_t crc, uint8_t byte)
{
	crc ^= byte;
	for (int bit = 0; bit < 8; bit++)
		crc = (uint16_t)((crc >> 1) ^ (crc & 1 ? 0xa001 : 0));
	return crc;
}

static uint16_t crc_word(uint16_t crc, uint32_t word)
{
	for (int shift = 0; shift < 32; shift += 8)
		crc = crc_byte(crc, (uint8_t)(word >> shift));
	return crc;
}

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

/* --- list */

#define NODES 128

struct node {
	struct node *next;
	uint32_t key;
};

static struct node nodes[NODES];

static struct node *build_list(uint32_t seed)
{
	for (size_t i = 0; i < NODES; i++) {
		nodes[i].key = next_random(&seed) & 0xffff;
		nodes[i].next = i + 1 < NODES ? &nodes[i + 1] : NULL;
	}
	return nodes;
}

static struct node *merge(struct node *a, struct node *b)
{
	struct node *head = NULL, **tail = &head;

	while (a && b) {
		struct node **smaller = a->key <= b->key ? &a : &b;

		*tail = *smaller;
		tail = &(*tail)->next;
		*smaller = *tail;
	}
	*tail = a ? a : b;
	return head;
}

/* Cuts the list after count nodes and returns the rest. */
static struct node *split(struct node *list, size_t count)
{
	struct node *rest;

	for (size_t i = 1; i < count; i++)
		list = list->next;
	rest = list->next;
	list->next = NULL;
	return rest;
}

static struct node *sort(struct node *list, size_t count)
{
	struct node *rest;

	if (count < 2)
		return list;
	rest = split(list, count / 2);
	return merge(sort(list, count / 2), sort(rest, count - count / 2));
}

static struct node *reverse(struct node *list)
{
	struct node *reversed = NULL;

	while (list) {
		struct node *next = list->next;

		list->next = reversed;
		reversed = list;
		list = next;
	}
	return reversed;
}

static uint32_t position(const struct node *list, uint32_t key)
{
	uint32_t at = 0;

	for (; list && list->key > key; list = list->next)
		at++;
	return at;
}

static uint16_t list_work(uint16_t crc, uint32_t seed)
{
	struct node *list = reverse(sort(build_list(seed), NODES));

	for (int i = 0; i < 16; i++)
		crc = crc_word(crc, position(list, next_random(&seed) & 0xffff));
	return crc;
}

/* --- matrix */

#define ORDER 16

static int16_t left[ORDER][ORDER], right[ORDER][ORDER];
static int32_t product[ORDER][ORDER];

static void multiply(void)
{
	for (size_t row = 0; row < ORDER; row++)
		for (size_t column = 0; column < ORDER; column++) {
			int32_t sum = 0;

			for (size_t i = 0; i < ORDER; i++)
				sum += left[row][i] * right[i][column];
			product[row][column] = sum;
		}
}

static uint16_t matrix_work(uint16_t crc, uint32_t seed)
{
	uint32_t trace = 0;

	for (size_t row = 0; row < ORDER; row++)
		for (size_t column = 0; column < ORDER; column++) {
			left[row][column] = (int16_t)(next_random(&seed) & 0xff);
			right[row][column] = (int16_t)(next_random(&seed) % 199 - 99);
		}
	multiply();
	for (size_t i = 0; i < ORDER; i++)
		trace += (uint32_t)product[i][i] >> (i & 3);
	return crc_word(crc, trace);
}

/* --- state machine */

enum state { START, SIGN, INTEGER, POINT, FRACTION, INVALID, STATES };

static const char text[] =
	"12 -7 3.25 +0.5 x17 99. -.5 1e9 4096 -32768 .. 6.0221 8- 271828 +1.4142 0 ";

static enum state advance(enum state state, char c)
{
	int digit = c >= '0' && c <= '9';

	switch (state) {
	case START:
		return digit ? INTEGER : c == '+' || c == '-' ? SIGN
			: c == '.' ? POINT : INVALID;
	case SIGN:
		return digit ? INTEGER : c == '.' ? POINT : INVALID;
	case INTEGER:
		return digit ? INTEGER : c == '.' ? POINT : INVALID;
	case POINT:
	case FRACTION:
		return digit ? FRACTION : INVALID;
	default:
		return INVALID;
	}
}

static uint16_t text_work(uint16_t crc, uint32_t seed)
{
	uint32_t ended_in[STATES] = { 0 };

	for (int pass = 0; pass < 8; pass++) {
		enum state state = START;
		uint32_t damaged = next_random(&seed) % sizeof(text);

		for (uint32_t i = 0; i < sizeof(text) - 1; i++) {
			char c = i == damaged ? '#' : text[i];

			if (c == ' ') {
				ended_in[state]++;
				state = START;
			} else {
				state = advance(state, c);
			}
		}
	}
	for (int i = 0; i < STATES; i++)
		crc = crc_word(crc, ended_in[i]);
	return crc;
}

static uint64_t run(uint64_t work)
{
	uint16_t crc = 0xffff;

	for (uint64_t i = 0; i < work; i++) {
		uint32_t seed = (uint32_t)i * 2654435761u + crc;

		crc = list_work(crc, seed);
		crc = matrix_work(crc, seed);
		crc = text_work(crc, seed);
	}
	return crc;
}

const struct benchmark intwork = { "intwork", 2000, NULL, run };
