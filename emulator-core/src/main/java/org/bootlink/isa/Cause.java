// SPDX-License-Identifier: Apache-2.0
package org.bootlink.isa;

/**
 * Exception codes and interrupt numbers.
 *
 * <p>Source: RISC-V Privileged Architecture, edition 20240411, "Machine Cause (mcause) Register".
 */
public final class Cause {
  public static final int INSTRUCTION_ADDRESS_MISALIGNED = 0;
  public static final int INSTRUCTION_ACCESS_FAULT = 1;
  public static final int ILLEGAL_INSTRUCTION = 2;
  public static final int BREAKPOINT = 3;
  public static final int LOAD_ADDRESS_MISALIGNED = 4;
  public static final int LOAD_ACCESS_FAULT = 5;
  public static final int STORE_ADDRESS_MISALIGNED = 6;
  public static final int STORE_ACCESS_FAULT = 7;
  public static final int ECALL_FROM_U = 8;
  public static final int ECALL_FROM_S = 9;
  public static final int ECALL_FROM_M = 11;
  public static final int INSTRUCTION_PAGE_FAULT = 12;
  public static final int LOAD_PAGE_FAULT = 13;
  public static final int STORE_PAGE_FAULT = 15;

  /** Bit of {@code mcause} and {@code scause} that tells an interrupt. */
  public static final long INTERRUPT = 1L << 63;

  public static final int SSI_BIT = 1;
  public static final int MSI_BIT = 3;
  public static final int STI_BIT = 5;
  public static final int MTI_BIT = 7;
  public static final int SEI_BIT = 9;
  public static final int MEI_BIT = 11;

  /** The manual's words for an exception code, for messages to people. */
  public static String exceptionName(int code) {
    return switch (code) {
      case INSTRUCTION_ADDRESS_MISALIGNED -> "instruction address misaligned";
      case INSTRUCTION_ACCESS_FAULT -> "instruction access fault";
      case ILLEGAL_INSTRUCTION -> "illegal instruction";
      case BREAKPOINT -> "breakpoint";
      case LOAD_ADDRESS_MISALIGNED -> "load address misaligned";
      case LOAD_ACCESS_FAULT -> "load access fault";
      case STORE_ADDRESS_MISALIGNED -> "store/AMO address misaligned";
      case STORE_ACCESS_FAULT -> "store/AMO access fault";
      case ECALL_FROM_U -> "environment call from U-mode";
      case ECALL_FROM_S -> "environment call from S-mode";
      case ECALL_FROM_M -> "environment call from M-mode";
      case INSTRUCTION_PAGE_FAULT -> "instruction page fault";
      case LOAD_PAGE_FAULT -> "load page fault";
      case STORE_PAGE_FAULT -> "store/AMO page fault";
      default -> "exception " + code;
    };
  }

  private Cause() {}
}
