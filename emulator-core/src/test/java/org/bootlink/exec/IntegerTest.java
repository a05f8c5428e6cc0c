// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigInteger;
import java.util.function.Consumer;
import java.util.function.LongBinaryOperator;
import java.util.stream.Stream;
import org.bootlink.testing.Assembler;
import org.bootlink.testing.Operands;
import org.bootlink.testing.Vm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** I, M, B and Zicond: every instruction on registers against a definition of its own, at the edges. */
class IntegerTest {
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

  /** One instruction a0 = f(a1, a2). */
  record Op(String name, Consumer<Assembler> code, LongBinaryOperator definition) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Op op(String name, Consumer<Assembler> code, LongBinaryOperator definition) {
    return new Op(name, code, definition);
  }

  @ParameterizedTest
  @MethodSource({"base", "immediates", "multiply", "bitmanip"})
  void resultAgreesWithTheDefinition(Op op) {
    Vm vm = new Vm().load(op.code());
    for (long a : Operands.EDGES) {
      for (long b : Operands.EDGES) {
        assertEquals(op.definition().applyAsLong(a, b), vm.apply(a, b),
            () -> op + " " + Long.toHexString(a) + ", " + Long.toHexString(b));
        assertNull(vm.trap());
      }
    }
  }

  @ParameterizedTest
  @MethodSource({"base", "immediates", "multiply", "bitmanip"})
  void x0StaysZero(Op op) {
    Vm vm = new Vm().load(op.code());
    vm.ram().writeI32(Vm.BASE, vm.ram().readI32(Vm.BASE) & ~(31 << 7));
    vm.apply(-1, 3);
    assertEquals(0, vm.x(ZERO));
    assertEquals(Vm.insn(1), vm.pc());
  }

  static Stream<Op> base() {
    return Stream.of(
        op("add", a -> a.add(A0, A1, A2), (x, y) -> x + y),
        op("sub", a -> a.sub(A0, A1, A2), (x, y) -> x - y),
        op("sll", a -> a.sll(A0, A1, A2), (x, y) -> x << (y & 63)),
        op("slt", a -> a.slt(A0, A1, A2), (x, y) -> x < y ? 1 : 0),
        op("sltu", a -> a.sltu(A0, A1, A2), (x, y) -> unsigned(x).compareTo(unsigned(y)) < 0 ? 1 : 0),
        op("xor", a -> a.xor(A0, A1, A2), (x, y) -> x ^ y),
        op("srl", a -> a.srl(A0, A1, A2), (x, y) -> x >>> (y & 63)),
        op("sra", a -> a.sra(A0, A1, A2), (x, y) -> x >> (y & 63)),
        op("or", a -> a.or(A0, A1, A2), (x, y) -> x | y),
        op("and", a -> a.and(A0, A1, A2), (x, y) -> x & y),
        op("addw", a -> a.addw(A0, A1, A2), (x, y) -> (int) (x + y)),
        op("subw", a -> a.subw(A0, A1, A2), (x, y) -> (int) (x - y)),
        op("sllw", a -> a.sllw(A0, A1, A2), (x, y) -> (int) x << (y & 31)),
        op("srlw", a -> a.srlw(A0, A1, A2), (x, y) -> (int) x >>> (y & 31)),
        op("sraw", a -> a.sraw(A0, A1, A2), (x, y) -> (int) x >> (y & 31)));
  }

  static Stream<Op> immediates() {
    return Stream.of(
        op("addi", a -> a.addi(A0, A1, -2048), (x, y) -> x - 2048),
        op("slti", a -> a.slti(A0, A1, -1), (x, y) -> x < -1 ? 1 : 0),
        op("sltiu", a -> a.sltiu(A0, A1, -1), (x, y) -> x != -1 ? 1 : 0),
        op("xori", a -> a.xori(A0, A1, -1), (x, y) -> ~x),
        op("ori", a -> a.ori(A0, A1, 0x555), (x, y) -> x | 0x555),
        op("andi", a -> a.andi(A0, A1, -256), (x, y) -> x & -256),
        op("slli", a -> a.slli(A0, A1, 63), (x, y) -> x << 63),
        op("srli", a -> a.srli(A0, A1, 33), (x, y) -> x >>> 33),
        op("srai", a -> a.srai(A0, A1, 63), (x, y) -> x < 0 ? -1 : 0),
        op("addiw", a -> a.addiw(A0, A1, 2047), (x, y) -> (int) x + 2047),
        op("slliw", a -> a.slliw(A0, A1, 31), (x, y) -> (int) x << 31),
        op("srliw", a -> a.srliw(A0, A1, 0), (x, y) -> (int) x),
        op("srliw 1", a -> a.srliw(A0, A1, 1), (x, y) -> (int) x >>> 1),
        op("sraiw", a -> a.sraiw(A0, A1, 31), (x, y) -> (int) x < 0 ? -1 : 0),
        op("lui", a -> a.lui(A0, 0x8_0000), (x, y) -> 0xffff_ffff_8000_0000L),
        op("auipc", a -> a.auipc(A0, 1), (x, y) -> Vm.BASE + 4096));
  }

  static Stream<Op> multiply() {
    return Stream.of(
        op("mul", a -> a.mul(A0, A1, A2), (x, y) -> x * y),
        op("mulh", a -> a.mulh(A0, A1, A2), (x, y) -> high(signed(x), signed(y))),
        op("mulhsu", a -> a.mulhsu(A0, A1, A2), (x, y) -> high(signed(x), unsigned(y))),
        op("mulhu", a -> a.mulhu(A0, A1, A2), (x, y) -> high(unsigned(x), unsigned(y))),
        op("div", a -> a.div(A0, A1, A2), (x, y) -> y == 0 ? -1 : quotient(signed(x), signed(y))),
        op("divu", a -> a.divu(A0, A1, A2), (x, y) -> y == 0 ? -1 : quotient(unsigned(x), unsigned(y))),
        op("rem", a -> a.rem(A0, A1, A2), (x, y) -> y == 0 ? x : remainder(signed(x), signed(y))),
        op("remu", a -> a.remu(A0, A1, A2), (x, y) -> y == 0 ? x : remainder(unsigned(x), unsigned(y))),
        op("mulw", a -> a.mulw(A0, A1, A2), (x, y) -> (int) (x * y)),
        op("divw", a -> a.divw(A0, A1, A2),
            (x, y) -> (int) y == 0 ? -1 : (int) quotient(signed((int) x), signed((int) y))),
        op("divuw", a -> a.divuw(A0, A1, A2),
            (x, y) -> (int) y == 0 ? -1 : (int) quotient(unsigned(low(x)), unsigned(low(y)))),
        op("remw", a -> a.remw(A0, A1, A2),
            (x, y) -> (int) y == 0 ? (int) x : (int) remainder(signed((int) x), signed((int) y))),
        op("remuw", a -> a.remuw(A0, A1, A2),
            (x, y) -> (int) y == 0 ? (int) x : (int) remainder(unsigned(low(x)), unsigned(low(y)))));
  }

  static Stream<Op> bitmanip() {
    return Stream.of(
        op("sh1add", a -> a.sh1add(A0, A1, A2), (x, y) -> 2 * x + y),
        op("sh2add", a -> a.sh2add(A0, A1, A2), (x, y) -> 4 * x + y),
        op("sh3add", a -> a.sh3add(A0, A1, A2), (x, y) -> 8 * x + y),
        op("add.uw", a -> a.addUw(A0, A1, A2), (x, y) -> low(x) + y),
        op("sh1add.uw", a -> a.sh1addUw(A0, A1, A2), (x, y) -> 2 * low(x) + y),
        op("sh2add.uw", a -> a.sh2addUw(A0, A1, A2), (x, y) -> 4 * low(x) + y),
        op("sh3add.uw", a -> a.sh3addUw(A0, A1, A2), (x, y) -> 8 * low(x) + y),
        op("slli.uw", a -> a.slliUw(A0, A1, 40), (x, y) -> low(x) << 40),
        op("andn", a -> a.andn(A0, A1, A2), (x, y) -> x & ~y),
        op("orn", a -> a.orn(A0, A1, A2), (x, y) -> x | ~y),
        op("xnor", a -> a.xnor(A0, A1, A2), (x, y) -> ~(x ^ y)),
        op("clz", a -> a.clz(A0, A1), (x, y) -> 64 - unsigned(x).bitLength()),
        op("ctz", a -> a.ctz(A0, A1), (x, y) -> x == 0 ? 64 : signed(x).getLowestSetBit()),
        op("cpop", a -> a.cpop(A0, A1), (x, y) -> unsigned(x).bitCount()),
        op("clzw", a -> a.clzw(A0, A1), (x, y) -> 32 - unsigned(low(x)).bitLength()),
        op("ctzw", a -> a.ctzw(A0, A1), (x, y) -> (int) x == 0 ? 32 : signed(low(x)).getLowestSetBit()),
        op("cpopw", a -> a.cpopw(A0, A1), (x, y) -> unsigned(low(x)).bitCount()),
        op("sext.b", a -> a.sextB(A0, A1), (x, y) -> x << 56 >> 56),
        op("sext.h", a -> a.sextH(A0, A1), (x, y) -> x << 48 >> 48),
        op("zext.h", a -> a.zextH(A0, A1), (x, y) -> x << 48 >>> 48),
        op("min", a -> a.min(A0, A1, A2), (x, y) -> x < y ? x : y),
        op("max", a -> a.max(A0, A1, A2), (x, y) -> x < y ? y : x),
        op("minu", a -> a.minu(A0, A1, A2), (x, y) -> unsigned(x).min(unsigned(y)).longValue()),
        op("maxu", a -> a.maxu(A0, A1, A2), (x, y) -> unsigned(x).max(unsigned(y)).longValue()),
        op("rol", a -> a.rol(A0, A1, A2), (x, y) -> rotated(x, y & 63)),
        op("ror", a -> a.ror(A0, A1, A2), (x, y) -> rotated(x, -y & 63)),
        op("rori", a -> a.rori(A0, A1, 47), (x, y) -> rotated(x, 17)),
        op("rolw", a -> a.rolw(A0, A1, A2), (x, y) -> Integer.rotateLeft((int) x, (int) y)),
        op("rorw", a -> a.rorw(A0, A1, A2), (x, y) -> Integer.rotateRight((int) x, (int) y)),
        op("roriw", a -> a.roriw(A0, A1, 31), (x, y) -> Integer.rotateLeft((int) x, 1)),
        op("orc.b", a -> a.orcB(A0, A1), (x, y) -> eachByte(x)),
        op("rev8", a -> a.rev8(A0, A1), (x, y) -> Long.reverseBytes(x)),
        op("clmul", a -> a.clmul(A0, A1, A2), (x, y) -> carryless(x, y).longValue()),
        op("clmulh", a -> a.clmulh(A0, A1, A2), (x, y) -> carryless(x, y).shiftRight(64).longValue()),
        op("clmulr", a -> a.clmulr(A0, A1, A2), (x, y) -> carryless(x, y).shiftRight(63).longValue()),
        op("bclr", a -> a.bclr(A0, A1, A2), (x, y) -> x & ~(1L << (y & 63))),
        op("bext", a -> a.bext(A0, A1, A2), (x, y) -> x >>> (y & 63) & 1),
        op("binv", a -> a.binv(A0, A1, A2), (x, y) -> x ^ 1L << (y & 63)),
        op("bset", a -> a.bset(A0, A1, A2), (x, y) -> x | 1L << (y & 63)),
        op("bclri", a -> a.bclri(A0, A1, 63), (x, y) -> x & Long.MAX_VALUE),
        op("bexti", a -> a.bexti(A0, A1, 63), (x, y) -> x < 0 ? 1 : 0),
        op("binvi", a -> a.binvi(A0, A1, 32), (x, y) -> x ^ 1L << 32),
        op("bseti", a -> a.bseti(A0, A1, 31), (x, y) -> x | 1L << 31),
        op("czero.eqz", a -> a.czeroEqz(A0, A1, A2), (x, y) -> y == 0 ? 0 : x),
        op("czero.nez", a -> a.czeroNez(A0, A1, A2), (x, y) -> y == 0 ? x : 0));
  }

  private static BigInteger signed(long value) {
    return BigInteger.valueOf(value);
  }

  private static BigInteger unsigned(long value) {
    return value < 0 ? signed(value).add(TWO_64) : signed(value);
  }

  private static long low(long value) {
    return value & 0xffff_ffffL;
  }

  private static long high(BigInteger a, BigInteger b) {
    return a.multiply(b).shiftRight(64).longValue();
  }

  private static long quotient(BigInteger a, BigInteger b) {
    return a.divide(b).longValue();
  }

  private static long remainder(BigInteger a, BigInteger b) {
    return a.remainder(b).longValue();
  }

  private static long rotated(long value, long left) {
    return unsigned(value).multiply(TWO_64.add(BigInteger.ONE)).shiftRight((int) (64 - left)).longValue();
  }

  private static long eachByte(long value) {
    long result = 0;
    for (int i = 0; i < 64; i += 8) {
      result |= (value >>> i & 0xff) != 0 ? 0xffL << i : 0;
    }
    return result;
  }

  private static BigInteger carryless(long a, long b) {
    BigInteger result = BigInteger.ZERO;
    for (int i = 0; i < 64; i++) {
      if (unsigned(b).testBit(i)) {
        result = result.xor(unsigned(a).shiftLeft(i));
      }
    }
    return result;
  }
}
