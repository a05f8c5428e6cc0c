// SPDX-License-Identifier: Apache-2.0
package org.bootlink.session;

import java.util.List;
import org.bootlink.state.BadStateException;
import org.bootlink.state.ByteReader;
import org.bootlink.time.Clock;
import org.bootlink.time.VirtualClock;

/** Decodes what {@link EntryWriter} wrote. */
final class EntryReader {
  private static final int MAX_ENTRIES = 4_000_000;
  private static final int MAX_TYPED_BYTES = 1 << 26;
  private static final int MAX_TERMINAL = 65_535;
  private static final int MAX_PARTS = 64;

  private final List<Entry> entries;
  private final EntryBase base = new EntryBase();

  /** @param entries gets what is read */
  EntryReader(List<Entry> entries) {
    this.entries = entries;
  }

  /** Reads all that {@code from} has. */
  void read(ByteReader from) {
    while (from.left() > 0) {
      if (entries.size() >= MAX_ENTRIES) {
        throw new BadStateException("more than " + MAX_ENTRIES + " entries");
      }
      long first = from.unsigned();
      readEntry(from, (int) first & (1 << EntryKind.BITS) - 1, first >>> EntryKind.BITS);
    }
  }

  private void readEntry(ByteReader from, int kind, long delta) {
    switch (kind) {
      case EntryKind.IDLE_KEY -> {
        idle(delta);
        typed(-1, from.bytes(1));
      }
      case EntryKind.IDLE -> idle(delta);
      case EntryKind.IDLE_TYPED -> {
        idle(delta);
        typed(-1, text(from));
      }
      case EntryKind.TYPED -> typed(steps(delta), text(from));
      case EntryKind.IDLE_AT -> {
        long steps = steps(delta);
        input(steps, new InputEvent.IdleUntil(ticks(base.ticksAfter(from.signed()))));
      }
      case EntryKind.SIZE -> {
        int columns = number(from, "columns", 1, MAX_TERMINAL);
        input(steps(delta), new InputEvent.ConsoleResize(columns, number(from, "rows", 1, MAX_TERMINAL)));
      }
      case EntryKind.RATE -> {
        long rate = EntryKind.decodedRate(from.unsigned());
        if (rate < VirtualClock.MIN_STEPS_PER_SECOND || rate > VirtualClock.MAX_STEPS_PER_SECOND) {
          throw new BadStateException("a clock rate of " + rate);
        }
        input(steps(delta), new InputEvent.ClockRate(rate));
      }
      case EntryKind.RESET -> input(steps(delta), new InputEvent.Reset());
      case EntryKind.WAKE -> {
        long epochNanos = from.signed();
        input(steps(delta), new InputEvent.Wake(epochNanos, from.i64()));
      }
      case EntryKind.DIGEST, EntryKind.FULL_DIGEST ->
          entries.add(new Entry.Digest(steps(delta), parts(from), kind == EntryKind.FULL_DIGEST));
      case EntryKind.END -> entries.add(new Entry.End(steps(delta), ticks(base.ticksAfter(from.signed()))));
      default -> throw new BadStateException("an entry of kind " + kind);
    }
  }

  private void idle(long units) {
    if (units > Clock.LAST_TICK / EntryBase.UNIT_TICKS) {
      throw new BadStateException("a time too late");
    }
    entries.add(new Entry.Input(-1, true, new InputEvent.IdleUntil(ticks(base.ticksAfterUnits(units)))));
  }

  private void typed(long steps, byte[] bytes) {
    input(steps, new InputEvent.ConsoleInput(bytes));
  }

  private void input(long steps, InputEvent event) {
    entries.add(new Entry.Input(steps, false, event));
  }

  private long steps(long delta) {
    long steps = delta > Entry.MAX_STEPS ? -1 : base.stepsAfter(delta);
    if (steps < 0 || steps > Entry.MAX_STEPS) {
      throw new BadStateException("a step beyond " + Entry.MAX_STEPS);
    }
    return steps;
  }

  private static long ticks(long ticks) {
    if (ticks < 0 || ticks > Clock.LAST_TICK) {
      throw new BadStateException("a time too late");
    }
    return ticks;
  }

  private static byte[] text(ByteReader from) {
    return from.bytes(from.count("bytes typed", MAX_TYPED_BYTES));
  }

  private static int number(ByteReader from, String what, int min, int max) {
    int value = from.count(what, max);
    if (value < min) {
      throw new BadStateException(what + ": " + value);
    }
    return value;
  }

  private static int[] parts(ByteReader from) {
    int[] parts = new int[from.count("parts", MAX_PARTS)];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = from.u8() | from.u8() << 8;
    }
    return parts;
  }
}
