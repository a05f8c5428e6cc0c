// SPDX-License-Identifier: Apache-2.0
package org.bootlink.code;

/**
 * Instructions and types of the stack machine. Names, numbers and meaning are those of "WebAssembly Core
 * Specification", Release 2.0, so that its back end needs no table.
 */
public final class StackOp {
  public static final int I32 = 0x7f;
  public static final int I64 = 0x7e;
  public static final int F64 = 0x7c;
  /** Type of a block without parameters and results. */
  public static final int EMPTY = 0x40;

  public static final int BLOCK = 0x02;
  public static final int LOOP = 0x03;
  public static final int IF = 0x04;
  public static final int ELSE = 0x05;
  public static final int END = 0x0b;
  public static final int BR = 0x0c;
  public static final int BR_IF = 0x0d;
  public static final int BR_TABLE = 0x0e;
  public static final int RETURN = 0x0f;
  public static final int CALL = 0x10;
  public static final int CALL_INDIRECT = 0x11;
  public static final int SELECT = 0x1b;
  public static final int LOCAL_GET = 0x20;
  public static final int LOCAL_SET = 0x21;
  public static final int LOCAL_TEE = 0x22;

  public static final int I32_LOAD = 0x28;
  public static final int I64_LOAD = 0x29;
  public static final int I64_LOAD8_S = 0x30;
  public static final int I64_LOAD8_U = 0x31;
  public static final int I64_LOAD16_S = 0x32;
  public static final int I64_LOAD16_U = 0x33;
  public static final int I64_LOAD32_S = 0x34;
  public static final int I64_LOAD32_U = 0x35;
  public static final int I32_STORE = 0x36;
  public static final int I64_STORE = 0x37;
  public static final int I64_STORE8 = 0x3c;
  public static final int I64_STORE16 = 0x3d;
  public static final int I64_STORE32 = 0x3e;

  public static final int I32_CONST = 0x41;
  public static final int I64_CONST = 0x42;
  public static final int I32_EQZ = 0x45;
  public static final int I32_EQ = 0x46;
  public static final int I32_NE = 0x47;
  public static final int I32_LT_S = 0x48;
  public static final int I64_EQZ = 0x50;
  public static final int I64_EQ = 0x51;
  public static final int I64_NE = 0x52;
  public static final int I64_LT_S = 0x53;
  public static final int I64_LT_U = 0x54;
  public static final int I64_GT_S = 0x55;
  public static final int I64_GT_U = 0x56;
  public static final int I64_GE_S = 0x59;
  public static final int I64_GE_U = 0x5a;

  public static final int I32_CLZ = 0x67;
  public static final int I32_CTZ = 0x68;
  public static final int I32_POPCNT = 0x69;
  public static final int I32_ADD = 0x6a;
  public static final int I32_SUB = 0x6b;
  public static final int I32_MUL = 0x6c;
  public static final int I32_DIV_S = 0x6d;
  public static final int I32_DIV_U = 0x6e;
  public static final int I32_REM_S = 0x6f;
  public static final int I32_REM_U = 0x70;
  public static final int I32_AND = 0x71;
  public static final int I32_SHL = 0x74;
  public static final int I32_SHR_S = 0x75;
  public static final int I32_SHR_U = 0x76;
  public static final int I32_ROTL = 0x77;
  public static final int I32_ROTR = 0x78;
  public static final int I64_CLZ = 0x79;
  public static final int I64_CTZ = 0x7a;
  public static final int I64_POPCNT = 0x7b;
  public static final int I64_ADD = 0x7c;
  public static final int I64_SUB = 0x7d;
  public static final int I64_MUL = 0x7e;
  public static final int I64_DIV_S = 0x7f;
  public static final int I64_DIV_U = 0x80;
  public static final int I64_REM_S = 0x81;
  public static final int I64_REM_U = 0x82;
  public static final int I64_AND = 0x83;
  public static final int I64_OR = 0x84;
  public static final int I64_XOR = 0x85;
  public static final int I64_SHL = 0x86;
  public static final int I64_SHR_S = 0x87;
  public static final int I64_SHR_U = 0x88;
  public static final int I64_ROTL = 0x89;
  public static final int I64_ROTR = 0x8a;
  public static final int I32_WRAP_I64 = 0xa7;
  public static final int I64_EXTEND_I32_S = 0xac;
  public static final int I64_EXTEND_I32_U = 0xad;
  public static final int I64_EXTEND8_S = 0xc2;
  public static final int I64_EXTEND16_S = 0xc3;
  public static final int I64_EXTEND32_S = 0xc4;

  /** Whether {@code opcode} is a load or a store. */
  public static boolean isMemory(int opcode) {
    return opcode >= I32_LOAD && opcode <= I64_STORE32;
  }

  private StackOp() {}
}
