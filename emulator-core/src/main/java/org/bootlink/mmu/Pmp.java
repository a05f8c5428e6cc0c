// SPDX-License-Identifier: Apache-2.0
package org.bootlink.mmu;

import java.util.Arrays;
import org.bootlink.isa.Privilege;
import org.bootlink.state.StateWalk;

/**
 * Physical memory protection: 16 entries, granularity 4 bytes.
 *
 * <p>Source: RISC-V Privileged Architecture, edition 20240411, "Physical Memory Protection".
 */
public final class Pmp {
  public static final int ENTRIES = 16;

  public static final int READ = 1;
  public static final int WRITE = 2;
  public static final int EXECUTE = 4;

  private static final int A_SHIFT = 3;
  private static final int A_OFF = 0;
  private static final int A_TOR = 1;
  private static final int A_NA4 = 2;
  private static final int LOCKED = 0x80;
  private static final int CFG_WRITABLE = 0x9f;
  private static final long ADDR_WRITABLE = (1L << 54) - 1;

  private final int[] cfg = new int[ENTRIES];
  private final long[] addr = new long[ENTRIES];
  /** First and last byte that each entry matches; last below first if it matches nothing. */
  private final long[] first = new long[ENTRIES];
  private final long[] last = new long[ENTRIES];
  private int used;

  public Pmp() {
    reset();
  }

  public void reset() {
    Arrays.fill(cfg, 0);
    Arrays.fill(addr, 0);
    recompute();
  }

  public void walkState(StateWalk walk) {
    for (int i = 0; i < ENTRIES; i++) {
      cfg[i] = (int) walk.bits(cfg[i], CFG_WRITABLE);
      StateWalk.require((cfg[i] & (READ | WRITE)) != WRITE, "a pmpcfg that is reserved");
      addr[i] = walk.bits(addr[i], ADDR_WRITABLE);
    }
    if (walk.restores()) {
      recompute();
    }
  }

  /** Value of {@code pmpcfg<n>}, n even: eight entries. */
  public long readCfg(int n) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      int entry = n * 4 + i;
      value |= entry < ENTRIES ? (long) cfg[entry] << 8 * i : 0;
    }
    return value;
  }

  public void writeCfg(int n, long value) {
    for (int i = 0; i < 8; i++) {
      int entry = n * 4 + i;
      if (entry < ENTRIES && (cfg[entry] & LOCKED) == 0) {
        int field = (int) (value >>> 8 * i) & CFG_WRITABLE;
        // "The combination R=0 and W=1 is reserved": it stays without W.
        cfg[entry] = (field & READ) == 0 ? field & ~WRITE : field;
      }
    }
    recompute();
  }

  public long readAddr(int entry) {
    return entry < ENTRIES ? addr[entry] : 0;
  }

  public void writeAddr(int entry, long value) {
    if (entry >= ENTRIES || (cfg[entry] & LOCKED) != 0) {
      return;
    }
    boolean topOfLockedRange = entry + 1 < ENTRIES
        && (cfg[entry + 1] & LOCKED) != 0
        && (cfg[entry + 1] >>> A_SHIFT & 3) == A_TOR;
    if (!topOfLockedRange) {
      addr[entry] = value & ADDR_WRITABLE;
      recompute();
    }
  }

  /**
   * Whether an access to {@code pa .. pa + size} is allowed.
   *
   * @param access one of {@link #READ}, {@link #WRITE}, {@link #EXECUTE}
   */
  public boolean allows(long pa, int size, int access, int privilege) {
    long end = pa + size - 1;
    for (int i = 0; i < used; i++) {
      if (pa <= last[i] && end >= first[i]) {
        if (pa < first[i] || end > last[i]) {
          return false;
        }
        return privilege == Privilege.M && (cfg[i] & LOCKED) == 0 || (cfg[i] & access) != 0;
      }
    }
    return privilege == Privilege.M;
  }

  /** Whether every byte of the 4 KiB page of {@code pa} has the same permissions. */
  public boolean isUniformPage(long pa) {
    long start = pa & -4096L;
    long end = start | 4095;
    for (int i = 0; i < used; i++) {
      if (start <= last[i] && end >= first[i]) {
        return start >= first[i] && end <= last[i];
      }
    }
    return true;
  }

  private void recompute() {
    used = 0;
    for (int i = 0; i < ENTRIES; i++) {
      int mode = cfg[i] >>> A_SHIFT & 3;
      first[i] = addr[i] << 2;
      if (mode == A_OFF) {
        last[i] = -1;
        first[i] = Long.MAX_VALUE;
        continue;
      }
      if (mode == A_TOR) {
        first[i] = i == 0 ? 0 : addr[i - 1] << 2;
        last[i] = (addr[i] << 2) - 1;
      } else if (mode == A_NA4) {
        last[i] = first[i] + 3;
      } else {
        long ones = addr[i] & ~(addr[i] + 1);
        first[i] = (addr[i] & ~ones) << 2;
        last[i] = first[i] + (ones << 3 | 7);
      }
      if (last[i] < first[i]) {
        // "If pmpaddr[i-1] >= pmpaddr[i], then entry i matches no addresses": not even between two bytes.
        last[i] = -1;
        first[i] = Long.MAX_VALUE;
        continue;
      }
      used = i + 1;
    }
  }
}
