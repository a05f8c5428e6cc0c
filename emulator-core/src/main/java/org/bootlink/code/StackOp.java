// SPDX-License-Identifier: Apache-2.0
package org.bootlink.code;

/**
 * Instructions and types of the stack machine. Names, numbers and meaning are those of "WebAssembly Core
 * Specification", Release 2.0, so that its back end needs no table.
 */
public final class StackOp {
  public static final int I32 = 0x7f;
  public static final int I64 = 0x7e;
  public static final int F32 = 0x7d;
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
  public static final int F64_LOAD = 0x2b;
  public static final int I64_LOAD8_S = 0x30;
  public static final int I64_LOAD8_U = 0x31;
  public static final int I64_LOAD16_S = 0x32;
  public static final int I64_LOAD16_U = 0x33;
  public static final int I64_LOAD32_S = 0x34;
  public static final int I64_LOAD32_U = 0x35;
  public static final int I32_STORE = 0x36;
  public static final int I64_STORE = 0x37;
  public static final int F64_STORE = 0x39;
  public static final int I64_STORE8 = 0x3c;
  public static final int I64_STORE16 = 0x3d;
  public static final int I64_STORE32 = 0x3e;

  public static final int I32_CONST = 0x41;
  public static final int I64_CONST = 0x42;
  public static final int F64_CONST = 0x44;
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

  public static final int F64_EQ = 0x61;
  public static final int F64_LT = 0x63;
  public static final int F64_GT = 0x64;
  public static final int F64_LE = 0x65;
  public static final int F64_GE = 0x66;

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
  public static final int I32_OR = 0x72;
  public static final int I32_XOR = 0x73;
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
  public static final int F32_ADD = 0x92;
  public static final int F32_SUB = 0x93;
  public static final int F32_MUL = 0x94;
  public static final int F32_DIV = 0x95;
  public static final int F64_ABS = 0x99;
  public static final int F64_NEG = 0x9a;
  public static final int F64_NEAREST = 0x9e;
  public static final int F64_SQRT = 0x9f;
  public static final int F64_ADD = 0xa0;
  public static final int F64_SUB = 0xa1;
  public static final int F64_MUL = 0xa2;
  public static final int F64_DIV = 0xa3;
  public static final int F64_MIN = 0xa4;
  public static final int F64_MAX = 0xa5;
  public static final int I32_WRAP_I64 = 0xa7;
  public static final int I64_EXTEND_I32_S = 0xac;
  public static final int I64_EXTEND_I32_U = 0xad;
  public static final int F32_CONVERT_I64_S = 0xb4;
  public static final int F32_DEMOTE_F64 = 0xb6;
  public static final int F64_CONVERT_I64_S = 0xb9;
  public static final int F64_PROMOTE_F32 = 0xbb;
  public static final int I32_REINTERPRET_F32 = 0xbc;
  public static final int I64_REINTERPRET_F64 = 0xbd;
  public static final int F32_REINTERPRET_I32 = 0xbe;
  public static final int F64_REINTERPRET_I64 = 0xbf;
  public static final int I64_EXTEND8_S = 0xc2;
  public static final int I64_EXTEND16_S = 0xc3;
  public static final int I64_EXTEND32_S = 0xc4;

  /** Of two bytes: the prefix, then a number that is written as LEB128. */
  public static final int I64_TRUNC_SAT_F64_S = 0xfc_0006;
  public static final int F64X2_SPLAT = 0xfd_0014;
  /** Extracts lane 0, which is its only immediate. */
  public static final int F64X2_EXTRACT_LANE_0 = 0xfd_0021;
  /** Of Release 3.0. First operand times second plus third; of the lanes only 0 counts here. */
  public static final int F64X2_RELAXED_MADD = 0xfd_0107;
  public static final int PREFIX_SHIFT = 16;

  /** Whether {@code opcode} is a load or a store. */
  public static boolean isMemory(int opcode) {
    return opcode >= I32_LOAD && opcode <= I64_STORE32;
  }

  /** In recordings only: the condition that is opened next is expected not to hold. */
  static final int UNLIKELY = 0x100;

  private StackOp() {}
}
