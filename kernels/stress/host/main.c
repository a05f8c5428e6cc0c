// SPDX-License-Identifier: Apache-2.0
// float.c as a program of the machine that builds the images; its output becomes float.expected.
#include "../stress.h"

int main(int argc, char **argv) {
  return float_program.run(argc, argv);
}
