// SPDX-License-Identifier: Apache-2.0
package org.bootlink.isa;

/**
 * Every 32-bit instruction that a hart of RV64GC with the extensions of this machine executes, one row
 * each, written as the manual prints it: {@code funct7 rs2 rs1 funct3 rd opcode}, a dot for an operand bit.
 *
 * <p>Source: RISC-V Unprivileged ISA, edition 20240411, "RV32/64G Instruction Set Listings" and the
 * extensions' chapters; Privileged Architecture, edition 20240411, "RISC-V Privileged Instruction Set
 * Listings". No two rows match the same word (tested).
 */
public enum Insn {

  // RV32I and RV64I Base Integer Instruction Sets
  LUI("....... ..... ..... ... ..... 0110111", Format.U),
  AUIPC("....... ..... ..... ... ..... 0010111", Format.U),
  JAL("....... ..... ..... ... ..... 1101111", Format.J),
  JALR("....... ..... ..... 000 ..... 1100111", Format.I),
  BEQ("....... ..... ..... 000 ..... 1100011", Format.B),
  BNE("....... ..... ..... 001 ..... 1100011", Format.B),
  BLT("....... ..... ..... 100 ..... 1100011", Format.B),
  BGE("....... ..... ..... 101 ..... 1100011", Format.B),
  BLTU("....... ..... ..... 110 ..... 1100011", Format.B),
  BGEU("....... ..... ..... 111 ..... 1100011", Format.B),
  LB("....... ..... ..... 000 ..... 0000011", Format.LOAD),
  LH("....... ..... ..... 001 ..... 0000011", Format.LOAD),
  LW("....... ..... ..... 010 ..... 0000011", Format.LOAD),
  LD("....... ..... ..... 011 ..... 0000011", Format.LOAD),
  LBU("....... ..... ..... 100 ..... 0000011", Format.LOAD),
  LHU("....... ..... ..... 101 ..... 0000011", Format.LOAD),
  LWU("....... ..... ..... 110 ..... 0000011", Format.LOAD),
  SB("....... ..... ..... 000 ..... 0100011", Format.S),
  SH("....... ..... ..... 001 ..... 0100011", Format.S),
  SW("....... ..... ..... 010 ..... 0100011", Format.S),
  SD("....... ..... ..... 011 ..... 0100011", Format.S),
  ADDI("....... ..... ..... 000 ..... 0010011", Format.I),
  SLTI("....... ..... ..... 010 ..... 0010011", Format.I),
  SLTIU("....... ..... ..... 011 ..... 0010011", Format.I),
  XORI("....... ..... ..... 100 ..... 0010011", Format.I),
  ORI("....... ..... ..... 110 ..... 0010011", Format.I),
  ANDI("....... ..... ..... 111 ..... 0010011", Format.I),
  SLLI("000000. ..... ..... 001 ..... 0010011", Format.SHIFT),
  SRLI("000000. ..... ..... 101 ..... 0010011", Format.SHIFT),
  SRAI("010000. ..... ..... 101 ..... 0010011", Format.SHIFT),
  ADD("0000000 ..... ..... 000 ..... 0110011", Format.R),
  SUB("0100000 ..... ..... 000 ..... 0110011", Format.R),
  SLL("0000000 ..... ..... 001 ..... 0110011", Format.R),
  SLT("0000000 ..... ..... 010 ..... 0110011", Format.R),
  SLTU("0000000 ..... ..... 011 ..... 0110011", Format.R),
  XOR("0000000 ..... ..... 100 ..... 0110011", Format.R),
  SRL("0000000 ..... ..... 101 ..... 0110011", Format.R),
  SRA("0100000 ..... ..... 101 ..... 0110011", Format.R),
  OR("0000000 ..... ..... 110 ..... 0110011", Format.R),
  AND("0000000 ..... ..... 111 ..... 0110011", Format.R),
  ADDIW("....... ..... ..... 000 ..... 0011011", Format.I),
  SLLIW("0000000 ..... ..... 001 ..... 0011011", Format.SHIFTW),
  SRLIW("0000000 ..... ..... 101 ..... 0011011", Format.SHIFTW),
  SRAIW("0100000 ..... ..... 101 ..... 0011011", Format.SHIFTW),
  ADDW("0000000 ..... ..... 000 ..... 0111011", Format.R),
  SUBW("0100000 ..... ..... 000 ..... 0111011", Format.R),
  SLLW("0000000 ..... ..... 001 ..... 0111011", Format.R),
  SRLW("0000000 ..... ..... 101 ..... 0111011", Format.R),
  SRAW("0100000 ..... ..... 101 ..... 0111011", Format.R),
  FENCE("....... ..... ..... 000 ..... 0001111", Format.FENCE),
  ECALL("0000000 00000 00000 000 00000 1110011", Format.NONE),
  EBREAK("0000000 00001 00000 000 00000 1110011", Format.NONE),

  // "Zifencei" and "Zicsr" Extensions
  FENCE_I("....... ..... ..... 001 ..... 0001111", Format.NONE),
  CSRRW("....... ..... ..... 001 ..... 1110011", Format.CSR),
  CSRRS("....... ..... ..... 010 ..... 1110011", Format.CSR),
  CSRRC("....... ..... ..... 011 ..... 1110011", Format.CSR),
  CSRRWI("....... ..... ..... 101 ..... 1110011", Format.CSRI),
  CSRRSI("....... ..... ..... 110 ..... 1110011", Format.CSRI),
  CSRRCI("....... ..... ..... 111 ..... 1110011", Format.CSRI),

  // "M" Extension for Integer Multiplication and Division
  MUL("0000001 ..... ..... 000 ..... 0110011", Format.R),
  MULH("0000001 ..... ..... 001 ..... 0110011", Format.R),
  MULHSU("0000001 ..... ..... 010 ..... 0110011", Format.R),
  MULHU("0000001 ..... ..... 011 ..... 0110011", Format.R),
  DIV("0000001 ..... ..... 100 ..... 0110011", Format.R),
  DIVU("0000001 ..... ..... 101 ..... 0110011", Format.R),
  REM("0000001 ..... ..... 110 ..... 0110011", Format.R),
  REMU("0000001 ..... ..... 111 ..... 0110011", Format.R),
  MULW("0000001 ..... ..... 000 ..... 0111011", Format.R),
  DIVW("0000001 ..... ..... 100 ..... 0111011", Format.R),
  DIVUW("0000001 ..... ..... 101 ..... 0111011", Format.R),
  REMW("0000001 ..... ..... 110 ..... 0111011", Format.R),
  REMUW("0000001 ..... ..... 111 ..... 0111011", Format.R),

  // "A" Extension for Atomic Instructions
  LR_W("00010.. 00000 ..... 010 ..... 0101111", Format.AMO),
  SC_W("00011.. ..... ..... 010 ..... 0101111", Format.AMO),
  AMOSWAP_W("00001.. ..... ..... 010 ..... 0101111", Format.AMO),
  AMOADD_W("00000.. ..... ..... 010 ..... 0101111", Format.AMO),
  AMOXOR_W("00100.. ..... ..... 010 ..... 0101111", Format.AMO),
  AMOAND_W("01100.. ..... ..... 010 ..... 0101111", Format.AMO),
  AMOOR_W("01000.. ..... ..... 010 ..... 0101111", Format.AMO),
  AMOMIN_W("10000.. ..... ..... 010 ..... 0101111", Format.AMO),
  AMOMAX_W("10100.. ..... ..... 010 ..... 0101111", Format.AMO),
  AMOMINU_W("11000.. ..... ..... 010 ..... 0101111", Format.AMO),
  AMOMAXU_W("11100.. ..... ..... 010 ..... 0101111", Format.AMO),
  LR_D("00010.. 00000 ..... 011 ..... 0101111", Format.AMO),
  SC_D("00011.. ..... ..... 011 ..... 0101111", Format.AMO),
  AMOSWAP_D("00001.. ..... ..... 011 ..... 0101111", Format.AMO),
  AMOADD_D("00000.. ..... ..... 011 ..... 0101111", Format.AMO),
  AMOXOR_D("00100.. ..... ..... 011 ..... 0101111", Format.AMO),
  AMOAND_D("01100.. ..... ..... 011 ..... 0101111", Format.AMO),
  AMOOR_D("01000.. ..... ..... 011 ..... 0101111", Format.AMO),
  AMOMIN_D("10000.. ..... ..... 011 ..... 0101111", Format.AMO),
  AMOMAX_D("10100.. ..... ..... 011 ..... 0101111", Format.AMO),
  AMOMINU_D("11000.. ..... ..... 011 ..... 0101111", Format.AMO),
  AMOMAXU_D("11100.. ..... ..... 011 ..... 0101111", Format.AMO),

  // "F" Extension for Single-Precision Floating-Point
  FLW("....... ..... ..... 010 ..... 0000111", Format.LOAD),
  FSW("....... ..... ..... 010 ..... 0100111", Format.S),
  FMADD_S(".....00 ..... ..... ... ..... 1000011", Format.R4),
  FMSUB_S(".....00 ..... ..... ... ..... 1000111", Format.R4),
  FNMSUB_S(".....00 ..... ..... ... ..... 1001011", Format.R4),
  FNMADD_S(".....00 ..... ..... ... ..... 1001111", Format.R4),
  FADD_S("0000000 ..... ..... ... ..... 1010011", Format.R),
  FSUB_S("0000100 ..... ..... ... ..... 1010011", Format.R),
  FMUL_S("0001000 ..... ..... ... ..... 1010011", Format.R),
  FDIV_S("0001100 ..... ..... ... ..... 1010011", Format.R),
  FSQRT_S("0101100 00000 ..... ... ..... 1010011", Format.R1),
  FSGNJ_S("0010000 ..... ..... 000 ..... 1010011", Format.R),
  FSGNJN_S("0010000 ..... ..... 001 ..... 1010011", Format.R),
  FSGNJX_S("0010000 ..... ..... 010 ..... 1010011", Format.R),
  FMIN_S("0010100 ..... ..... 000 ..... 1010011", Format.R),
  FMAX_S("0010100 ..... ..... 001 ..... 1010011", Format.R),
  FEQ_S("1010000 ..... ..... 010 ..... 1010011", Format.R),
  FLT_S("1010000 ..... ..... 001 ..... 1010011", Format.R),
  FLE_S("1010000 ..... ..... 000 ..... 1010011", Format.R),
  FCVT_W_S("1100000 00000 ..... ... ..... 1010011", Format.R1),
  FCVT_WU_S("1100000 00001 ..... ... ..... 1010011", Format.R1),
  FCVT_L_S("1100000 00010 ..... ... ..... 1010011", Format.R1),
  FCVT_LU_S("1100000 00011 ..... ... ..... 1010011", Format.R1),
  FCVT_S_W("1101000 00000 ..... ... ..... 1010011", Format.R1),
  FCVT_S_WU("1101000 00001 ..... ... ..... 1010011", Format.R1),
  FCVT_S_L("1101000 00010 ..... ... ..... 1010011", Format.R1),
  FCVT_S_LU("1101000 00011 ..... ... ..... 1010011", Format.R1),
  FMV_X_W("1110000 00000 ..... 000 ..... 1010011", Format.R1),
  FCLASS_S("1110000 00000 ..... 001 ..... 1010011", Format.R1),
  FMV_W_X("1111000 00000 ..... 000 ..... 1010011", Format.R1),

  // "D" Extension for Double-Precision Floating-Point
  FLD("....... ..... ..... 011 ..... 0000111", Format.LOAD),
  FSD("....... ..... ..... 011 ..... 0100111", Format.S),
  FMADD_D(".....01 ..... ..... ... ..... 1000011", Format.R4),
  FMSUB_D(".....01 ..... ..... ... ..... 1000111", Format.R4),
  FNMSUB_D(".....01 ..... ..... ... ..... 1001011", Format.R4),
  FNMADD_D(".....01 ..... ..... ... ..... 1001111", Format.R4),
  FADD_D("0000001 ..... ..... ... ..... 1010011", Format.R),
  FSUB_D("0000101 ..... ..... ... ..... 1010011", Format.R),
  FMUL_D("0001001 ..... ..... ... ..... 1010011", Format.R),
  FDIV_D("0001101 ..... ..... ... ..... 1010011", Format.R),
  FSQRT_D("0101101 00000 ..... ... ..... 1010011", Format.R1),
  FSGNJ_D("0010001 ..... ..... 000 ..... 1010011", Format.R),
  FSGNJN_D("0010001 ..... ..... 001 ..... 1010011", Format.R),
  FSGNJX_D("0010001 ..... ..... 010 ..... 1010011", Format.R),
  FMIN_D("0010101 ..... ..... 000 ..... 1010011", Format.R),
  FMAX_D("0010101 ..... ..... 001 ..... 1010011", Format.R),
  FEQ_D("1010001 ..... ..... 010 ..... 1010011", Format.R),
  FLT_D("1010001 ..... ..... 001 ..... 1010011", Format.R),
  FLE_D("1010001 ..... ..... 000 ..... 1010011", Format.R),
  FCVT_W_D("1100001 00000 ..... ... ..... 1010011", Format.R1),
  FCVT_WU_D("1100001 00001 ..... ... ..... 1010011", Format.R1),
  FCVT_L_D("1100001 00010 ..... ... ..... 1010011", Format.R1),
  FCVT_LU_D("1100001 00011 ..... ... ..... 1010011", Format.R1),
  FCVT_D_W("1101001 00000 ..... ... ..... 1010011", Format.R1),
  FCVT_D_WU("1101001 00001 ..... ... ..... 1010011", Format.R1),
  FCVT_D_L("1101001 00010 ..... ... ..... 1010011", Format.R1),
  FCVT_D_LU("1101001 00011 ..... ... ..... 1010011", Format.R1),
  FMV_X_D("1110001 00000 ..... 000 ..... 1010011", Format.R1),
  FCLASS_D("1110001 00000 ..... 001 ..... 1010011", Format.R1),
  FMV_D_X("1111001 00000 ..... 000 ..... 1010011", Format.R1),
  FCVT_S_D("0100000 00001 ..... ... ..... 1010011", Format.R1),
  FCVT_D_S("0100001 00000 ..... ... ..... 1010011", Format.R1),

  // "B" Extension: Zba, Zbb, Zbc and Zbs
  SH1ADD("0010000 ..... ..... 010 ..... 0110011", Format.R),
  SH2ADD("0010000 ..... ..... 100 ..... 0110011", Format.R),
  SH3ADD("0010000 ..... ..... 110 ..... 0110011", Format.R),
  ADD_UW("0000100 ..... ..... 000 ..... 0111011", Format.R),
  SH1ADD_UW("0010000 ..... ..... 010 ..... 0111011", Format.R),
  SH2ADD_UW("0010000 ..... ..... 100 ..... 0111011", Format.R),
  SH3ADD_UW("0010000 ..... ..... 110 ..... 0111011", Format.R),
  SLLI_UW("000010. ..... ..... 001 ..... 0011011", Format.SHIFT),
  XNOR("0100000 ..... ..... 100 ..... 0110011", Format.R),
  ORN("0100000 ..... ..... 110 ..... 0110011", Format.R),
  ANDN("0100000 ..... ..... 111 ..... 0110011", Format.R),
  CLZ("0110000 00000 ..... 001 ..... 0010011", Format.R1),
  CTZ("0110000 00001 ..... 001 ..... 0010011", Format.R1),
  CPOP("0110000 00010 ..... 001 ..... 0010011", Format.R1),
  SEXT_B("0110000 00100 ..... 001 ..... 0010011", Format.R1),
  SEXT_H("0110000 00101 ..... 001 ..... 0010011", Format.R1),
  CLZW("0110000 00000 ..... 001 ..... 0011011", Format.R1),
  CTZW("0110000 00001 ..... 001 ..... 0011011", Format.R1),
  CPOPW("0110000 00010 ..... 001 ..... 0011011", Format.R1),
  MIN("0000101 ..... ..... 100 ..... 0110011", Format.R),
  MINU("0000101 ..... ..... 101 ..... 0110011", Format.R),
  MAX("0000101 ..... ..... 110 ..... 0110011", Format.R),
  MAXU("0000101 ..... ..... 111 ..... 0110011", Format.R),
  ZEXT_H("0000100 00000 ..... 100 ..... 0111011", Format.R1),
  ROL("0110000 ..... ..... 001 ..... 0110011", Format.R),
  ROR("0110000 ..... ..... 101 ..... 0110011", Format.R),
  ROLW("0110000 ..... ..... 001 ..... 0111011", Format.R),
  RORW("0110000 ..... ..... 101 ..... 0111011", Format.R),
  RORI("011000. ..... ..... 101 ..... 0010011", Format.SHIFT),
  RORIW("0110000 ..... ..... 101 ..... 0011011", Format.SHIFTW),
  ORC_B("0010100 00111 ..... 101 ..... 0010011", Format.R1),
  REV8("0110101 11000 ..... 101 ..... 0010011", Format.R1),
  CLMUL("0000101 ..... ..... 001 ..... 0110011", Format.R),
  CLMULR("0000101 ..... ..... 010 ..... 0110011", Format.R),
  CLMULH("0000101 ..... ..... 011 ..... 0110011", Format.R),
  BCLR("0100100 ..... ..... 001 ..... 0110011", Format.R),
  BEXT("0100100 ..... ..... 101 ..... 0110011", Format.R),
  BINV("0110100 ..... ..... 001 ..... 0110011", Format.R),
  BSET("0010100 ..... ..... 001 ..... 0110011", Format.R),
  BCLRI("010010. ..... ..... 001 ..... 0010011", Format.SHIFT),
  BEXTI("010010. ..... ..... 101 ..... 0010011", Format.SHIFT),
  BINVI("011010. ..... ..... 001 ..... 0010011", Format.SHIFT),
  BSETI("001010. ..... ..... 001 ..... 0010011", Format.SHIFT),

  // "Zicond", "Zawrs", "Zicbom", "Zicboz" Extensions (prefetch hints of "Zicbop" are ORI encodings)
  CZERO_EQZ("0000111 ..... ..... 101 ..... 0110011", Format.R),
  CZERO_NEZ("0000111 ..... ..... 111 ..... 0110011", Format.R),
  WRS_NTO("0000000 01101 00000 000 00000 1110011", Format.NONE),
  WRS_STO("0000000 11101 00000 000 00000 1110011", Format.NONE),
  CBO_INVAL("0000000 00000 ..... 010 00000 0001111", Format.MEMORY),
  CBO_CLEAN("0000000 00001 ..... 010 00000 0001111", Format.MEMORY),
  CBO_FLUSH("0000000 00010 ..... 010 00000 0001111", Format.MEMORY),
  CBO_ZERO("0000000 00100 ..... 010 00000 0001111", Format.MEMORY),

  // Privileged Architecture: "Machine-Level ISA", "Supervisor-Level ISA", "Svinval"
  MRET("0011000 00010 00000 000 00000 1110011", Format.NONE),
  SRET("0001000 00010 00000 000 00000 1110011", Format.NONE),
  WFI("0001000 00101 00000 000 00000 1110011", Format.NONE),
  SFENCE_VMA("0001001 ..... ..... 000 00000 1110011", Format.RS1_RS2),
  SINVAL_VMA("0001011 ..... ..... 000 00000 1110011", Format.RS1_RS2),
  SFENCE_W_INVAL("0001100 00000 00000 000 00000 1110011", Format.NONE),
  SFENCE_INVAL_IR("0001100 00001 00000 000 00000 1110011", Format.NONE);

  private final int mask;
  private final int match;
  private final Format format;

  Insn(String pattern, Format format) {
    int maskBits = 0;
    int matchBits = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != ' ') {
        maskBits = maskBits << 1 | (c == '.' ? 0 : 1);
        matchBits = matchBits << 1 | (c == '1' ? 1 : 0);
      }
    }
    this.mask = maskBits;
    this.match = matchBits;
    this.format = format;
  }

  public boolean matches(int insn) {
    return (insn & mask) == match;
  }

  /** The bits that tell this instruction from others. */
  public int mask() {
    return mask;
  }

  /** What those bits are. */
  public int match() {
    return match;
  }

  public Format format() {
    return format;
  }
}
