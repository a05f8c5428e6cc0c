// SPDX-License-Identifier: Apache-2.0
//
// stress float
//
// Floating point whose output is the same on every IEEE 754 machine: also compiled for the machine that
// builds the images (host/main.c), where it makes float.expected. Results and flags of many operands go
// into one hash per line; NaNs count as one, since their signs and payloads are each machine's own.
//
// Only operations that are correctly rounded everywhere are used: no sin() or exp() of the C library.
#include "stress.h"

#include <fenv.h>
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RANDOM_OPERANDS 1500

static const struct { int mode; const char *name; } modes[] = {
  {FE_TONEAREST, "nearest"}, {FE_UPWARD, "up"}, {FE_DOWNWARD, "down"}, {FE_TOWARDZERO, "zero"},
};

static uint64_t hash;

static void add(uint64_t value) {
  hash = (hash ^ value) * 0x100000001b3u;
  hash ^= hash >> 31;
}

static void add_double(double value) {
  uint64_t bits = 0x7ff8000000000000u;
  if (!isnan(value)) {
    memcpy(&bits, &value, sizeof(bits));
  }
  add(bits);
}

static void add_flags(int mask) {
  int flags = fetestexcept(mask);
  add((flags & FE_INEXACT ? 1u : 0u) | (flags & FE_UNDERFLOW ? 2u : 0u) | (flags & FE_OVERFLOW ? 4u : 0u)
      | (flags & FE_DIVBYZERO ? 8u : 0u) | (flags & FE_INVALID ? 16u : 0u));
  feclearexcept(FE_ALL_EXCEPT);
}

static void start(void) {
  hash = 0xcbf29ce484222325u;
  feclearexcept(FE_ALL_EXCEPT);
}

static void report(const char *operation, const char *mode) {
  printf("%s %s %016" PRIx64 "\n", operation, mode, hash);
}

// Operands: values on every border, then bits at random, with exponents near each other every other time.
static const double borders[] = {
  0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 3.0, 10.0, 0.1, 1.0 / 3, INFINITY, -INFINITY, NAN, DBL_MAX, -DBL_MAX,
  DBL_MIN, -DBL_MIN, 0x1p-1074, -0x1p-1074, 0x0.fffffffffffffp-1022, 0x1.0000000000001p0,
  0x1.fffffffffffffp-1, 0x1p52, 0x1p53, 0x1.fffffffffffffp52, 0x1p63, -0x1p63, 0x1.fffffffffffffp62,
  0x1p64, 0x1p31, -0x1p31, 2147483647.5, 0x1p32, FLT_MAX, 0x1.fffffefp127, 0x1p128, FLT_MIN, 0x1p-149,
  0x1p-150, 0x1.8p-150, 0x1p-126, 0x0.fffffffp-126, 1.5, 2.5, -2.5, -0.5, 0x1.0000010000001p0,
  0x1.0000030p0, 4503599627370497.5, M_PI,
};
#define BORDERS LENGTH(borders)

static double random_operand(uint64_t *state) {
  uint64_t bits = next_random(state);
  double value;
  if (bits & 1) {
    bits = (bits & 0x800fffffffffffffu) | (0x3f0 + (bits >> 53) % 32) << 52;
  }
  memcpy(&value, &bits, sizeof(value));
  // A signalling NaN turns into a quiet one on its way through some machines' registers.
  return isnan(value) ? (double)NAN : value;
}

#define OPERATION(name, type, parameters, expression) \
  static __attribute__((noinline)) type name parameters { \
    return expression; \
  }
OPERATION(add_d, double, (double a, double b), a + b)
OPERATION(sub_d, double, (double a, double b), a - b)
OPERATION(mul_d, double, (double a, double b), a * b)
OPERATION(div_d, double, (double a, double b), a / b)
OPERATION(sqrt_d, double, (double a, double b), sqrt(b < 0 ? a : b))
OPERATION(add_s, double, (double a, double b), (float)a + (float)b)
OPERATION(sub_s, double, (double a, double b), (float)a - (float)b)
OPERATION(mul_s, double, (double a, double b), (float)a *(float)b)
OPERATION(div_s, double, (double a, double b), (float)a / (float)b)
OPERATION(sqrt_s, double, (double a, double b), sqrtf((float)(b < 0 ? a : b)))
OPERATION(narrow, double, (double a, double b), (double)(float)(b == b ? b : a))
OPERATION(below, double, (double a, double b), a < b)
OPERATION(equal, double, (double a, double b), a == b)
OPERATION(quietly_below, double, (double a, double b), isless(a, b))
OPERATION(sign, double, (double a, double b), copysign(a, b))

static const struct { const char *name; double (*apply)(double, double); } operations[] = {
  {"add.d", add_d},   {"sub.d", sub_d},   {"mul.d", mul_d},           {"div.d", div_d}, {"sqrt.d", sqrt_d},
  {"add.s", add_s},   {"sub.s", sub_s},   {"mul.s", mul_s},           {"div.s", div_s}, {"sqrt.s", sqrt_s},
  {"narrow", narrow}, {"below", below},   {"quietly_below", quietly_below}, {"equal", equal}, {"sign", sign},
};

static void binary_operations(void) {
  for (size_t op = 0; op < LENGTH(operations); op++) {
    for (size_t m = 0; m < LENGTH(modes); m++) {
      uint64_t state = op + 1;
      start();
      fesetround(modes[m].mode);
      for (size_t i = 0; i < BORDERS * BORDERS; i++) {
        add_double(operations[op].apply(borders[i / BORDERS], borders[i % BORDERS]));
        add_flags(FE_ALL_EXCEPT);
      }
      for (int i = 0; i < RANDOM_OPERANDS; i++) {
        double a = random_operand(&state), b = random_operand(&state);
        add_double(operations[op].apply(a, b));
        add_flags(FE_ALL_EXCEPT);
      }
      fesetround(FE_TONEAREST);
      report(operations[op].name, modes[m].name);
    }
  }
}

OPERATION(fma_d, double, (double a, double b, double c), fma(a, b, c))
OPERATION(fms_d, double, (double a, double b, double c), fma(a, b, -c))
OPERATION(fnma_d, double, (double a, double b, double c), fma(-a, b, c))
OPERATION(fma_s, double, (double a, double b, double c), fmaf((float)a, (float)b, (float)c))

static void fused_operations(void) {
  static double (*const fused[])(double, double, double) = {fma_d, fms_d, fnma_d, fma_s};
  static const char *const names[] = {"fma.d", "fms.d", "fnma.d", "fma.s"};
  for (size_t op = 0; op < LENGTH(fused); op++) {
    for (size_t m = 0; m < LENGTH(modes); m++) {
      uint64_t state = op + 7;
      start();
      fesetround(modes[m].mode);
      for (size_t i = 0; i < RANDOM_OPERANDS; i++) {
        double a = i % 3 == 0 ? borders[i % BORDERS] : random_operand(&state);
        double b = i % 5 == 0 ? borders[i / 5 % BORDERS] : random_operand(&state);
        // Every other time the sum all but vanishes.
        double c = i % 2 == 0 ? random_operand(&state) : -(a * b);
        feclearexcept(FE_ALL_EXCEPT);
        add_double(fused[op](a, b, c));
        // Infinity times zero plus NaN: IEEE 754 leaves it open whether that is invalid.
        add_flags(isnan(a) || isnan(b) || isnan(c) ? 0 : FE_ALL_EXCEPT);
      }
      fesetround(FE_TONEAREST);
      report(names[op], modes[m].name);
    }
  }
}

// Conversions of values in range; what others become is each machine's own. Likewise the flags of those
// to unsigned numbers, which some machines put together from several instructions.
static __attribute__((noinline)) void convert(double a) {
  if (a > -2147483649.0 && a < 2147483648.0) {
    add((uint64_t)(int32_t)a);
    add_flags(FE_ALL_EXCEPT);
  }
  if (a >= -0x1p63 && a < 0x1p63) {
    add((uint64_t)(int64_t)a);
    add_flags(FE_ALL_EXCEPT);
    add((uint64_t)lrint(a));
    add((uint64_t)llround(a));
    add((uint64_t)(int64_t)(float)(a * 0.75));
    feclearexcept(FE_ALL_EXCEPT);
  }
  if (a > -1 && a < 0x1p32) {
    add((uint32_t)a);
  }
  if (a > -1 && a < 0x1p64) {
    add((uint64_t)a);
  }
  feclearexcept(FE_ALL_EXCEPT);
  add_double(rint(a));
  add_flags(FE_ALL_EXCEPT);
  add_double(floor(a));
  add_double(ceil(a));
  add_double(trunc(a));
  add_double(round(a));
  feclearexcept(FE_ALL_EXCEPT);
}

static __attribute__((noinline)) void convert_back(uint64_t bits) {
  add_double((double)(int64_t)bits);
  add_double((double)bits);
  add_double((double)(float)(int64_t)bits);
  add_double((double)(float)bits);
  add_double((double)(int32_t)bits);
  add_double((double)(uint32_t)bits);
  add_double((double)(float)(int32_t)bits);
  add_double((double)(float)(uint32_t)bits);
  add_flags(FE_INEXACT);
}

static void conversions(void) {
  for (size_t m = 0; m < LENGTH(modes); m++) {
    uint64_t state = 99;
    start();
    fesetround(modes[m].mode);
    for (size_t i = 0; i < BORDERS; i++) {
      convert(borders[i]);
    }
    for (int i = 0; i < RANDOM_OPERANDS; i++) {
      double a = random_operand(&state);
      convert(a);
      convert(a * (double)(1ll << (i % 62)));
      convert_back(next_random(&state) >> (i % 64));
    }
    fesetround(FE_TONEAREST);
    report("convert", modes[m].name);
  }
}

// Decimal and hexadecimal text, both ways; the C library follows the rounding mode.
static void text(void) {
  uint64_t state = 1234;
  for (size_t m = 0; m < LENGTH(modes); m++) {
    start();
    fesetround(modes[m].mode);
    for (int i = 0; i < 400; i++) {
      char buffer[400];
      double a = i < (int)BORDERS ? borders[i] : random_operand(&state);
      if (isnan(a)) {
        continue;
      }
      int length = sprintf(buffer, "%a %.17g %.3e %.2f", a, a, a, isinf(a) ? a : fmod(a, 1e9));
      for (int j = 0; j < length; j++) {
        add((unsigned char)buffer[j]);
      }
      add_double(strtod(buffer, NULL));
      sprintf(buffer, "%.12g", a);
      add_double(strtod(buffer, NULL));
      add_double((double)strtof(buffer, NULL));
    }
    fesetround(FE_TONEAREST);
    report("text", modes[m].name);
  }
  for (size_t i = 0; i < BORDERS; i++) {
    if (!isnan(borders[i])) {
      printf("%a = %.17g = %a\n", borders[i], borders[i], (double)(float)borders[i]);
    }
  }
}

static void sums(void) {
  uint64_t state = 8;
  for (size_t m = 0; m < LENGTH(modes); m++) {
    double naive = 0, compensated = 0, lost = 0, harmonic = 0;
    float single = 0;
    fesetround(modes[m].mode);
    for (int i = 1; i <= 20000; i++) {
      double term = (double)(next_random(&state) >> 12) * 0x1p-40 - 0x1p11;
      double corrected = term - lost, next = compensated + corrected;
      lost = (next - compensated) - corrected;
      compensated = next;
      naive += term;
      single += (float)term;
      harmonic += 1.0 / i;
    }
    fesetround(FE_TONEAREST);
    printf("sums %s %a %a %a %a\n", modes[m].name, naive, compensated, (double)single, harmonic);
  }
}

#define BODIES 5

static void planets(void) {
  double p[BODIES][3], v[BODIES][3], m[BODIES];
  uint64_t state = 21;
  for (int i = 0; i < BODIES; i++) {
    m[i] = 1 + i * 0.25;
    for (int k = 0; k < 3; k++) {
      p[i][k] = (double)(next_random(&state) >> 40) * 0x1p-20;
      v[i][k] = (double)(next_random(&state) >> 40) * 0x1p-28 - 0x1p-5;
    }
  }
  for (int step = 0; step < 800; step++) {
    for (int i = 0; i < BODIES; i++) {
      for (int j = i + 1; j < BODIES; j++) {
        double d[3], square = 0.01;
        for (int k = 0; k < 3; k++) {
          d[k] = p[i][k] - p[j][k];
          square += d[k] * d[k];
        }
        double pull = 0.001 / (square * sqrt(square));
        for (int k = 0; k < 3; k++) {
          v[i][k] -= d[k] * m[j] * pull;
          v[j][k] += d[k] * m[i] * pull;
        }
      }
    }
    for (int i = 0; i < BODIES; i++) {
      for (int k = 0; k < 3; k++) {
        p[i][k] += 0.001 * v[i][k];
      }
    }
  }
  for (int i = 0; i < BODIES; i++) {
    printf("planet %a %a %a\n", p[i][0], p[i][1], p[i][2]);
  }
}

#define SIZE 24

static void equations(void) {
  static double a[SIZE][SIZE + 1];
  double x[SIZE];
  uint64_t state = 55;
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j <= SIZE; j++) {
      a[i][j] = (double)(next_random(&state) >> 11) * 0x1p-53 - 0.5;
    }
  }
  for (int k = 0; k < SIZE; k++) {
    int pivot = k;
    for (int i = k + 1; i < SIZE; i++) {
      pivot = fabs(a[i][k]) > fabs(a[pivot][k]) ? i : pivot;
    }
    for (int j = k; j <= SIZE; j++) {
      double t = a[k][j];
      a[k][j] = a[pivot][j];
      a[pivot][j] = t;
    }
    for (int i = k + 1; i < SIZE; i++) {
      double factor = a[i][k] / a[k][k];
      for (int j = k; j <= SIZE; j++) {
        a[i][j] -= factor * a[k][j];
      }
    }
  }
  for (int i = SIZE - 1; i >= 0; i--) {
    x[i] = a[i][SIZE];
    for (int j = i + 1; j < SIZE; j++) {
      x[i] -= a[i][j] * x[j];
    }
    x[i] /= a[i][i];
    printf("solution %a\n", x[i]);
  }
}

static void fractal(void) {
  for (int row = 0; row < 20; row++) {
    for (int column = 0; column < 60; column++) {
      double cx = -2.2 + column * 0.05, cy = -1.2 + row * 0.12, x = 0, y = 0;
      float fx = 0, fy = 0;
      int n = 0, f = 0;
      for (; n < 60 && x * x + y * y < 4; n++) {
        double t = x * x - y * y + cx;
        y = 2 * x * y + cy;
        x = t;
      }
      for (; f < 60 && fx * fx + fy * fy < 4; f++) {
        float t = fx * fx - fy * fy + (float)cx;
        fy = 2 * fx * fy + (float)cy;
        fx = t;
      }
      putchar(" .:-=+*#%@"[(n + f) / 13]);
    }
    putchar('\n');
  }
}

static int run(int argc, char **argv) {
  (void)argc;
  (void)argv;
  binary_operations();
  fused_operations();
  conversions();
  text();
  sums();
  planets();
  equations();
  fractal();
  return 0;
}

const struct program float_program = {"float", "", run};
