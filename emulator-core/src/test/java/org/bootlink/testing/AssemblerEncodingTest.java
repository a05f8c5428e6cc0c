// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every mnemonic against the word that GNU as 2.40 makes of the text in its row (for {@code czero}, which it
 * does not know, of {@code .insn r}). Labels: {@code back} lies 106 bytes before the instruction.
 */
class AssemblerEncodingTest {
  private static final int BACK_BYTES = 106;

  record Row(String text, int encoding, Consumer<Assembler> call) {
    @Override
    public String toString() {
      return text;
    }
  }

  private static Row row(String text, int encoding, Consumer<Assembler> call) {
    return new Row(text, encoding, call);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void encodesAsGnuAsDoes(Row row) {
    Assembler assembler = new Assembler(0x8000_0000L).label("back").space(BACK_BYTES);
    row.call().accept(assembler);
    byte[] program = assembler.assemble();
    int encoding = 0;
    for (int i = program.length - 1; i >= BACK_BYTES; i--) {
      encoding = encoding << 8 | program[i] & 0xff;
    }
    assertEquals(Integer.toHexString(row.encoding()), Integer.toHexString(encoding));
    boolean compressed = row.text().startsWith("c.");
    assertEquals(compressed ? 2 : 4, program.length - BACK_BYTES);
  }

  private static Stream<Row> rows() {
    return Stream.of(INTEGER, MULTIPLY_BIT, ATOMIC, FLOAT, SYSTEM, COMPRESSED).flatMap(List::stream);
  }

  private static final List<Row> INTEGER = List.of(
      row("add s7, t4, a2", 0x00ce8bb3, a -> a.add(S7, T4, A2)),
      row("sub s7, t4, a2", 0x40ce8bb3, a -> a.sub(S7, T4, A2)),
      row("sll s7, t4, a2", 0x00ce9bb3, a -> a.sll(S7, T4, A2)),
      row("slt s7, t4, a2", 0x00ceabb3, a -> a.slt(S7, T4, A2)),
      row("sltu s7, t4, a2", 0x00cebbb3, a -> a.sltu(S7, T4, A2)),
      row("xor s7, t4, a2", 0x00cecbb3, a -> a.xor(S7, T4, A2)),
      row("srl s7, t4, a2", 0x00cedbb3, a -> a.srl(S7, T4, A2)),
      row("sra s7, t4, a2", 0x40cedbb3, a -> a.sra(S7, T4, A2)),
      row("or s7, t4, a2", 0x00ceebb3, a -> a.or(S7, T4, A2)),
      row("and s7, t4, a2", 0x00cefbb3, a -> a.and(S7, T4, A2)),
      row("addw s7, t4, a2", 0x00ce8bbb, a -> a.addw(S7, T4, A2)),
      row("subw s7, t4, a2", 0x40ce8bbb, a -> a.subw(S7, T4, A2)),
      row("sllw s7, t4, a2", 0x00ce9bbb, a -> a.sllw(S7, T4, A2)),
      row("srlw s7, t4, a2", 0x00cedbbb, a -> a.srlw(S7, T4, A2)),
      row("sraw s7, t4, a2", 0x40cedbbb, a -> a.sraw(S7, T4, A2)),
      row("addi s7, t4, -1365", 0xaabe8b93, a -> a.addi(S7, T4, -1365)),
      row("slti s7, t4, -1365", 0xaabeab93, a -> a.slti(S7, T4, -1365)),
      row("sltiu s7, t4, -1365", 0xaabebb93, a -> a.sltiu(S7, T4, -1365)),
      row("xori s7, t4, -1365", 0xaabecb93, a -> a.xori(S7, T4, -1365)),
      row("ori s7, t4, -1365", 0xaabeeb93, a -> a.ori(S7, T4, -1365)),
      row("andi s7, t4, -1365", 0xaabefb93, a -> a.andi(S7, T4, -1365)),
      row("addiw s7, t4, -1365", 0xaabe8b9b, a -> a.addiw(S7, T4, -1365)),
      row("slli s7, t4, 43", 0x02be9b93, a -> a.slli(S7, T4, 43)),
      row("srli s7, t4, 43", 0x02bedb93, a -> a.srli(S7, T4, 43)),
      row("srai s7, t4, 43", 0x42bedb93, a -> a.srai(S7, T4, 43)),
      row("slliw s7, t4, 21", 0x015e9b9b, a -> a.slliw(S7, T4, 21)),
      row("srliw s7, t4, 21", 0x015edb9b, a -> a.srliw(S7, T4, 21)),
      row("sraiw s7, t4, 21", 0x415edb9b, a -> a.sraiw(S7, T4, 21)),
      row("lui s7, 0xabcde", 0xabcdebb7, a -> a.lui(S7, 0xabcde)),
      row("auipc s7, 0xabcde", 0xabcdeb97, a -> a.auipc(S7, 0xabcde)),
      row("lb s7, -1365(t4)", 0xaabe8b83, a -> a.lb(S7, -1365, T4)),
      row("lh s7, -1365(t4)", 0xaabe9b83, a -> a.lh(S7, -1365, T4)),
      row("lw s7, -1365(t4)", 0xaabeab83, a -> a.lw(S7, -1365, T4)),
      row("ld s7, -1365(t4)", 0xaabebb83, a -> a.ld(S7, -1365, T4)),
      row("lbu s7, -1365(t4)", 0xaabecb83, a -> a.lbu(S7, -1365, T4)),
      row("lhu s7, -1365(t4)", 0xaabedb83, a -> a.lhu(S7, -1365, T4)),
      row("lwu s7, -1365(t4)", 0xaabeeb83, a -> a.lwu(S7, -1365, T4)),
      row("sb a2, -1365(t4)", 0xaace85a3, a -> a.sb(A2, -1365, T4)),
      row("sh a2, -1365(t4)", 0xaace95a3, a -> a.sh(A2, -1365, T4)),
      row("sw a2, -1365(t4)", 0xaacea5a3, a -> a.sw(A2, -1365, T4)),
      row("sd a2, -1365(t4)", 0xaaceb5a3, a -> a.sd(A2, -1365, T4)),
      row("flw fa7, -1365(t4)", 0xaabea887, a -> a.flw(17, -1365, T4)),
      row("fld fa7, -1365(t4)", 0xaabeb887, a -> a.fld(17, -1365, T4)),
      row("fsw fs1, -1365(t4)", 0xaa9ea5a7, a -> a.fsw(9, -1365, T4)),
      row("fsd fs1, -1365(t4)", 0xaa9eb5a7, a -> a.fsd(9, -1365, T4)),
      row("beq t4, a2, back", 0xf8ce8be3, a -> a.beq(T4, A2, "back")),
      row("bne t4, a2, back", 0xf8ce9be3, a -> a.bne(T4, A2, "back")),
      row("blt t4, a2, back", 0xf8cecbe3, a -> a.blt(T4, A2, "back")),
      row("bge t4, a2, back", 0xf8cedbe3, a -> a.bge(T4, A2, "back")),
      row("bltu t4, a2, back", 0xf8ceebe3, a -> a.bltu(T4, A2, "back")),
      row("bgeu t4, a2, back", 0xf8cefbe3, a -> a.bgeu(T4, A2, "back")),
      row("beqz t4, back", 0xf80e8be3, a -> a.beqz(T4, "back")),
      row("bnez t4, back", 0xf80e9be3, a -> a.bnez(T4, "back")),
      row("jal s7, back", 0xf97ffbef, a -> a.jal(S7, "back")),
      row("j back", 0xf97ff06f, a -> a.j("back")),
      row("jalr s7, -1365(t4)", 0xaabe8be7, a -> a.jalr(S7, T4, -1365)),
      row("jr t4", 0x000e8067, a -> a.jr(T4)),
      row("ret", 0x00008067, a -> a.ret()));

  private static final List<Row> MULTIPLY_BIT = List.of(
      row("mul s7, t4, a2", 0x02ce8bb3, a -> a.mul(S7, T4, A2)),
      row("mulh s7, t4, a2", 0x02ce9bb3, a -> a.mulh(S7, T4, A2)),
      row("mulhsu s7, t4, a2", 0x02ceabb3, a -> a.mulhsu(S7, T4, A2)),
      row("mulhu s7, t4, a2", 0x02cebbb3, a -> a.mulhu(S7, T4, A2)),
      row("div s7, t4, a2", 0x02cecbb3, a -> a.div(S7, T4, A2)),
      row("divu s7, t4, a2", 0x02cedbb3, a -> a.divu(S7, T4, A2)),
      row("rem s7, t4, a2", 0x02ceebb3, a -> a.rem(S7, T4, A2)),
      row("remu s7, t4, a2", 0x02cefbb3, a -> a.remu(S7, T4, A2)),
      row("mulw s7, t4, a2", 0x02ce8bbb, a -> a.mulw(S7, T4, A2)),
      row("divw s7, t4, a2", 0x02cecbbb, a -> a.divw(S7, T4, A2)),
      row("divuw s7, t4, a2", 0x02cedbbb, a -> a.divuw(S7, T4, A2)),
      row("remw s7, t4, a2", 0x02ceebbb, a -> a.remw(S7, T4, A2)),
      row("remuw s7, t4, a2", 0x02cefbbb, a -> a.remuw(S7, T4, A2)),
      row("sh1add s7, t4, a2", 0x20ceabb3, a -> a.sh1add(S7, T4, A2)),
      row("sh2add s7, t4, a2", 0x20cecbb3, a -> a.sh2add(S7, T4, A2)),
      row("sh3add s7, t4, a2", 0x20ceebb3, a -> a.sh3add(S7, T4, A2)),
      row("add.uw s7, t4, a2", 0x08ce8bbb, a -> a.addUw(S7, T4, A2)),
      row("sh1add.uw s7, t4, a2", 0x20ceabbb, a -> a.sh1addUw(S7, T4, A2)),
      row("sh2add.uw s7, t4, a2", 0x20cecbbb, a -> a.sh2addUw(S7, T4, A2)),
      row("sh3add.uw s7, t4, a2", 0x20ceebbb, a -> a.sh3addUw(S7, T4, A2)),
      row("andn s7, t4, a2", 0x40cefbb3, a -> a.andn(S7, T4, A2)),
      row("orn s7, t4, a2", 0x40ceebb3, a -> a.orn(S7, T4, A2)),
      row("xnor s7, t4, a2", 0x40cecbb3, a -> a.xnor(S7, T4, A2)),
      row("max s7, t4, a2", 0x0aceebb3, a -> a.max(S7, T4, A2)),
      row("maxu s7, t4, a2", 0x0acefbb3, a -> a.maxu(S7, T4, A2)),
      row("min s7, t4, a2", 0x0acecbb3, a -> a.min(S7, T4, A2)),
      row("minu s7, t4, a2", 0x0acedbb3, a -> a.minu(S7, T4, A2)),
      row("rol s7, t4, a2", 0x60ce9bb3, a -> a.rol(S7, T4, A2)),
      row("ror s7, t4, a2", 0x60cedbb3, a -> a.ror(S7, T4, A2)),
      row("rolw s7, t4, a2", 0x60ce9bbb, a -> a.rolw(S7, T4, A2)),
      row("rorw s7, t4, a2", 0x60cedbbb, a -> a.rorw(S7, T4, A2)),
      row("clmul s7, t4, a2", 0x0ace9bb3, a -> a.clmul(S7, T4, A2)),
      row("clmulh s7, t4, a2", 0x0acebbb3, a -> a.clmulh(S7, T4, A2)),
      row("clmulr s7, t4, a2", 0x0aceabb3, a -> a.clmulr(S7, T4, A2)),
      row("bset s7, t4, a2", 0x28ce9bb3, a -> a.bset(S7, T4, A2)),
      row("bclr s7, t4, a2", 0x48ce9bb3, a -> a.bclr(S7, T4, A2)),
      row("bext s7, t4, a2", 0x48cedbb3, a -> a.bext(S7, T4, A2)),
      row("binv s7, t4, a2", 0x68ce9bb3, a -> a.binv(S7, T4, A2)),
      row("czero.eqz s7, t4, a2", 0x0ecedbb3, a -> a.czeroEqz(S7, T4, A2)),
      row("czero.nez s7, t4, a2", 0x0ecefbb3, a -> a.czeroNez(S7, T4, A2)),
      row("clz s7, t4", 0x600e9b93, a -> a.clz(S7, T4)),
      row("ctz s7, t4", 0x601e9b93, a -> a.ctz(S7, T4)),
      row("cpop s7, t4", 0x602e9b93, a -> a.cpop(S7, T4)),
      row("sext.b s7, t4", 0x604e9b93, a -> a.sextB(S7, T4)),
      row("sext.h s7, t4", 0x605e9b93, a -> a.sextH(S7, T4)),
      row("clzw s7, t4", 0x600e9b9b, a -> a.clzw(S7, T4)),
      row("ctzw s7, t4", 0x601e9b9b, a -> a.ctzw(S7, T4)),
      row("cpopw s7, t4", 0x602e9b9b, a -> a.cpopw(S7, T4)),
      row("orc.b s7, t4", 0x287edb93, a -> a.orcB(S7, T4)),
      row("rev8 s7, t4", 0x6b8edb93, a -> a.rev8(S7, T4)),
      row("zext.h s7, t4", 0x080ecbbb, a -> a.zextH(S7, T4)),
      row("slli.uw s7, t4, 21", 0x095e9b9b, a -> a.slliUw(S7, T4, 21)),
      row("rori s7, t4, 43", 0x62bedb93, a -> a.rori(S7, T4, 43)),
      row("roriw s7, t4, 21", 0x615edb9b, a -> a.roriw(S7, T4, 21)),
      row("bseti s7, t4, 43", 0x2abe9b93, a -> a.bseti(S7, T4, 43)),
      row("bclri s7, t4, 43", 0x4abe9b93, a -> a.bclri(S7, T4, 43)),
      row("bexti s7, t4, 43", 0x4abedb93, a -> a.bexti(S7, T4, 43)),
      row("binvi s7, t4, 43", 0x6abe9b93, a -> a.binvi(S7, T4, 43)));

  private static final List<Row> ATOMIC = List.of(
      row("lr.w s7, (t4)", 0x100eabaf, a -> a.lrW(S7, T4)),
      row("lr.d s7, (t4)", 0x100ebbaf, a -> a.lrD(S7, T4)),
      row("sc.w s7, a2, (t4)", 0x18ceabaf, a -> a.scW(S7, A2, T4)),
      row("sc.d s7, a2, (t4)", 0x18cebbaf, a -> a.scD(S7, A2, T4)),
      row("amoswap.w s7, a2, (t4)", 0x08ceabaf, a -> a.amoswapW(S7, A2, T4)),
      row("amoswap.d s7, a2, (t4)", 0x08cebbaf, a -> a.amoswapD(S7, A2, T4)),
      row("amoadd.w s7, a2, (t4)", 0x00ceabaf, a -> a.amoaddW(S7, A2, T4)),
      row("amoadd.d s7, a2, (t4)", 0x00cebbaf, a -> a.amoaddD(S7, A2, T4)),
      row("amoxor.w s7, a2, (t4)", 0x20ceabaf, a -> a.amoxorW(S7, A2, T4)),
      row("amoxor.d s7, a2, (t4)", 0x20cebbaf, a -> a.amoxorD(S7, A2, T4)),
      row("amoand.w s7, a2, (t4)", 0x60ceabaf, a -> a.amoandW(S7, A2, T4)),
      row("amoand.d s7, a2, (t4)", 0x60cebbaf, a -> a.amoandD(S7, A2, T4)),
      row("amoor.w s7, a2, (t4)", 0x40ceabaf, a -> a.amoorW(S7, A2, T4)),
      row("amoor.d s7, a2, (t4)", 0x40cebbaf, a -> a.amoorD(S7, A2, T4)),
      row("amomin.w s7, a2, (t4)", 0x80ceabaf, a -> a.amominW(S7, A2, T4)),
      row("amomin.d s7, a2, (t4)", 0x80cebbaf, a -> a.amominD(S7, A2, T4)),
      row("amomax.w s7, a2, (t4)", 0xa0ceabaf, a -> a.amomaxW(S7, A2, T4)),
      row("amomax.d s7, a2, (t4)", 0xa0cebbaf, a -> a.amomaxD(S7, A2, T4)),
      row("amominu.w s7, a2, (t4)", 0xc0ceabaf, a -> a.amominuW(S7, A2, T4)),
      row("amominu.d s7, a2, (t4)", 0xc0cebbaf, a -> a.amominuD(S7, A2, T4)),
      row("amomaxu.w s7, a2, (t4)", 0xe0ceabaf, a -> a.amomaxuW(S7, A2, T4)),
      row("amomaxu.d s7, a2, (t4)", 0xe0cebbaf, a -> a.amomaxuD(S7, A2, T4)));

  private static final List<Row> FLOAT = List.of(
      row("fadd.s fa7, ft8, fs1", 0x009e78d3, a -> a.faddS(17, 28, 9)),
      row("fadd.d fa7, ft8, fs1", 0x029e78d3, a -> a.faddD(17, 28, 9)),
      row("fsub.s fa7, ft8, fs1", 0x089e78d3, a -> a.fsubS(17, 28, 9)),
      row("fsub.d fa7, ft8, fs1", 0x0a9e78d3, a -> a.fsubD(17, 28, 9)),
      row("fmul.s fa7, ft8, fs1", 0x109e78d3, a -> a.fmulS(17, 28, 9)),
      row("fmul.d fa7, ft8, fs1", 0x129e78d3, a -> a.fmulD(17, 28, 9)),
      row("fdiv.s fa7, ft8, fs1", 0x189e78d3, a -> a.fdivS(17, 28, 9)),
      row("fdiv.d fa7, ft8, fs1", 0x1a9e78d3, a -> a.fdivD(17, 28, 9)),
      row("fsqrt.s fa7, ft8", 0x580e78d3, a -> a.fsqrtS(17, 28)),
      row("fsqrt.d fa7, ft8", 0x5a0e78d3, a -> a.fsqrtD(17, 28)),
      row("fsgnj.s fa7, ft8, fs1", 0x209e08d3, a -> a.fsgnjS(17, 28, 9)),
      row("fsgnj.d fa7, ft8, fs1", 0x229e08d3, a -> a.fsgnjD(17, 28, 9)),
      row("fsgnjn.s fa7, ft8, fs1", 0x209e18d3, a -> a.fsgnjnS(17, 28, 9)),
      row("fsgnjn.d fa7, ft8, fs1", 0x229e18d3, a -> a.fsgnjnD(17, 28, 9)),
      row("fsgnjx.s fa7, ft8, fs1", 0x209e28d3, a -> a.fsgnjxS(17, 28, 9)),
      row("fsgnjx.d fa7, ft8, fs1", 0x229e28d3, a -> a.fsgnjxD(17, 28, 9)),
      row("fmin.s fa7, ft8, fs1", 0x289e08d3, a -> a.fminS(17, 28, 9)),
      row("fmin.d fa7, ft8, fs1", 0x2a9e08d3, a -> a.fminD(17, 28, 9)),
      row("fmax.s fa7, ft8, fs1", 0x289e18d3, a -> a.fmaxS(17, 28, 9)),
      row("fmax.d fa7, ft8, fs1", 0x2a9e18d3, a -> a.fmaxD(17, 28, 9)),
      row("feq.s s7, ft8, fs1", 0xa09e2bd3, a -> a.feqS(S7, 28, 9)),
      row("feq.d s7, ft8, fs1", 0xa29e2bd3, a -> a.feqD(S7, 28, 9)),
      row("flt.s s7, ft8, fs1", 0xa09e1bd3, a -> a.fltS(S7, 28, 9)),
      row("flt.d s7, ft8, fs1", 0xa29e1bd3, a -> a.fltD(S7, 28, 9)),
      row("fle.s s7, ft8, fs1", 0xa09e0bd3, a -> a.fleS(S7, 28, 9)),
      row("fle.d s7, ft8, fs1", 0xa29e0bd3, a -> a.fleD(S7, 28, 9)),
      row("fmadd.s fa7, ft8, fs1, ft10", 0xf09e78c3, a -> a.fmaddS(17, 28, 9, 30)),
      row("fmadd.d fa7, ft8, fs1, ft10", 0xf29e78c3, a -> a.fmaddD(17, 28, 9, 30)),
      row("fmsub.s fa7, ft8, fs1, ft10", 0xf09e78c7, a -> a.fmsubS(17, 28, 9, 30)),
      row("fmsub.d fa7, ft8, fs1, ft10", 0xf29e78c7, a -> a.fmsubD(17, 28, 9, 30)),
      row("fnmsub.s fa7, ft8, fs1, ft10", 0xf09e78cb, a -> a.fnmsubS(17, 28, 9, 30)),
      row("fnmsub.d fa7, ft8, fs1, ft10", 0xf29e78cb, a -> a.fnmsubD(17, 28, 9, 30)),
      row("fnmadd.s fa7, ft8, fs1, ft10", 0xf09e78cf, a -> a.fnmaddS(17, 28, 9, 30)),
      row("fnmadd.d fa7, ft8, fs1, ft10", 0xf29e78cf, a -> a.fnmaddD(17, 28, 9, 30)),
      row("fcvt.w.s s7, ft8", 0xc00e7bd3, a -> a.fcvtWS(S7, 28)),
      row("fcvt.wu.s s7, ft8", 0xc01e7bd3, a -> a.fcvtWuS(S7, 28)),
      row("fcvt.l.s s7, ft8", 0xc02e7bd3, a -> a.fcvtLS(S7, 28)),
      row("fcvt.lu.s s7, ft8", 0xc03e7bd3, a -> a.fcvtLuS(S7, 28)),
      row("fcvt.w.d s7, ft8", 0xc20e7bd3, a -> a.fcvtWD(S7, 28)),
      row("fcvt.wu.d s7, ft8", 0xc21e7bd3, a -> a.fcvtWuD(S7, 28)),
      row("fcvt.l.d s7, ft8", 0xc22e7bd3, a -> a.fcvtLD(S7, 28)),
      row("fcvt.lu.d s7, ft8", 0xc23e7bd3, a -> a.fcvtLuD(S7, 28)),
      row("fcvt.s.w fa7, t4", 0xd00ef8d3, a -> a.fcvtSW(17, T4)),
      row("fcvt.s.wu fa7, t4", 0xd01ef8d3, a -> a.fcvtSWu(17, T4)),
      row("fcvt.s.l fa7, t4", 0xd02ef8d3, a -> a.fcvtSL(17, T4)),
      row("fcvt.s.lu fa7, t4", 0xd03ef8d3, a -> a.fcvtSLu(17, T4)),
      row("fcvt.d.w fa7, t4", 0xd20e88d3, a -> a.fcvtDW(17, T4)),
      row("fcvt.d.wu fa7, t4", 0xd21e88d3, a -> a.fcvtDWu(17, T4)),
      row("fcvt.d.l fa7, t4", 0xd22ef8d3, a -> a.fcvtDL(17, T4)),
      row("fcvt.d.lu fa7, t4", 0xd23ef8d3, a -> a.fcvtDLu(17, T4)),
      row("fcvt.s.d fa7, ft8", 0x401e78d3, a -> a.fcvtSD(17, 28)),
      row("fcvt.d.s fa7, ft8", 0x420e08d3, a -> a.fcvtDS(17, 28)),
      row("fmv.x.w s7, ft8", 0xe00e0bd3, a -> a.fmvXW(S7, 28)),
      row("fmv.x.d s7, ft8", 0xe20e0bd3, a -> a.fmvXD(S7, 28)),
      row("fmv.w.x fa7, t4", 0xf00e88d3, a -> a.fmvWX(17, T4)),
      row("fmv.d.x fa7, t4", 0xf20e88d3, a -> a.fmvDX(17, T4)),
      row("fclass.s s7, ft8", 0xe00e1bd3, a -> a.fclassS(S7, 28)),
      row("fclass.d s7, ft8", 0xe20e1bd3, a -> a.fclassD(S7, 28)));

  private static final List<Row> SYSTEM = List.of(
      row("csrrw s7, 0x341, t4", 0x341e9bf3, a -> a.csrrw(S7, 0x341, T4)),
      row("csrrs s7, 0x341, t4", 0x341eabf3, a -> a.csrrs(S7, 0x341, T4)),
      row("csrrc s7, 0x341, t4", 0x341ebbf3, a -> a.csrrc(S7, 0x341, T4)),
      row("csrrwi s7, 0x341, 21", 0x341adbf3, a -> a.csrrwi(S7, 0x341, 21)),
      row("csrrsi s7, 0x341, 21", 0x341aebf3, a -> a.csrrsi(S7, 0x341, 21)),
      row("csrrci s7, 0x341, 21", 0x341afbf3, a -> a.csrrci(S7, 0x341, 21)),
      row("csrr s7, 0x341", 0x34102bf3, a -> a.csrr(S7, 0x341)),
      row("csrw 0x341, t4", 0x341e9073, a -> a.csrw(0x341, T4)),
      row("ecall", 0x00000073, a -> a.ecall()),
      row("ebreak", 0x00100073, a -> a.ebreak()),
      row("sret", 0x10200073, a -> a.sret()),
      row("mret", 0x30200073, a -> a.mret()),
      row("wfi", 0x10500073, a -> a.wfi()),
      row("fence", 0x0ff0000f, a -> a.fence()),
      row("fence.i", 0x0000100f, a -> a.fencei()),
      row("wrs.nto", 0x00d00073, a -> a.wrsNto()),
      row("wrs.sto", 0x01d00073, a -> a.wrsSto()),
      row("sfence.vma t4, a2", 0x12ce8073, a -> a.sfenceVma(T4, A2)),
      row("sinval.vma t4, a2", 0x16ce8073, a -> a.sinvalVma(T4, A2)),
      row("cbo.inval (t4)", 0x000ea00f, a -> a.cboInval(T4)),
      row("cbo.clean (t4)", 0x001ea00f, a -> a.cboClean(T4)),
      row("cbo.flush (t4)", 0x002ea00f, a -> a.cboFlush(T4)),
      row("cbo.zero (t4)", 0x004ea00f, a -> a.cboZero(T4)));

  private static final List<Row> COMPRESSED = List.of(
      row("c.nop", 0x0001, a -> a.cNop()),
      row("c.ebreak", 0x9002, a -> a.cEbreak()),
      row("c.li s7, -7", 0x5be5, a -> a.cLi(S7, -7)),
      row("c.lui s7, 0xffff9", 0x7be5, a -> a.cLui(S7, -7)),
      row("c.addi s7, -7", 0x1be5, a -> a.cAddi(S7, -7)),
      row("c.addiw s7, -7", 0x3be5, a -> a.cAddiw(S7, -7)),
      row("c.slli s7, 43", 0x1bae, a -> a.cSlli(S7, 43)),
      row("c.mv s7, a2", 0x8bb2, a -> a.cMv(S7, A2)),
      row("c.add s7, a2", 0x9bb2, a -> a.cAdd(S7, A2)),
      row("c.jr t4", 0x8e82, a -> a.cJr(T4)),
      row("c.jalr t4", 0x9e82, a -> a.cJalr(T4)),
      row("c.lw a3, 84(s1)", 0x48f4, a -> a.cLw(A3, 84, S1)),
      row("c.sw a5, 84(s1)", 0xc8fc, a -> a.cSw(A5, 84, S1)),
      row("c.ld a3, 168(s1)", 0x74d4, a -> a.cLd(A3, 168, S1)),
      row("c.sd a5, 168(s1)", 0xf4dc, a -> a.cSd(A5, 168, S1)),
      row("c.j back", 0xbf59, a -> a.cJ("back")),
      row("c.beqz s1, back", 0xd8d9, a -> a.cBeqz(S1, "back")),
      row("c.bnez s1, back", 0xf8d9, a -> a.cBnez(S1, "back")));
}
