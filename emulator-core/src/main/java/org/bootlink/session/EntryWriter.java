// SPDX-License-Identifier: Apache-2.0
package org.bootlink.session;

import org.bootlink.state.ByteWriter;

/** Encodes a log; the contents of all its sections, one after another, are one text to it. */
final class EntryWriter {
  private ByteWriter to = new ByteWriter();
  private final EntryBase base = new EntryBase();
  /** An IdleUntil by time that waits for what is typed then. */
  private long pendingTicks = -1;

  void write(Entry entry) {
    if (entry instanceof Entry.Input input) {
      writeInput(input);
      return;
    }
    flushPending();
    if (entry instanceof Entry.Digest digest) {
      begin(digest.withRam() ? EntryKind.FULL_DIGEST : EntryKind.DIGEST, digest.steps());
      to.unsigned(digest.parts().length);
      for (int part : digest.parts()) {
        to.u8(part);
        to.u8(part >> 8);
      }
    } else if (entry instanceof Entry.End end) {
      begin(EntryKind.END, end.steps());
      to.signed(base.ticksTo(end.ticks()));
    }
  }

  /** What was written since this was called last. */
  byte[] take() {
    flushPending();
    byte[] bytes = to.toBytes();
    to = new ByteWriter();
    return bytes;
  }

  private void writeInput(Entry.Input input) {
    InputEvent event = input.event();
    if (pendingTicks >= 0 && event instanceof InputEvent.ConsoleInput typed) {
      boolean one = typed.bytes().length == 1;
      beginByTime(one ? EntryKind.IDLE_KEY : EntryKind.IDLE_TYPED);
      if (one) {
        to.u8(typed.bytes()[0]);
      } else {
        writeTyped(typed);
      }
      return;
    }
    flushPending();
    if (event instanceof InputEvent.ConsoleInput typed) {
      begin(EntryKind.TYPED, input.steps());
      writeTyped(typed);
    } else if (event instanceof InputEvent.IdleUntil until) {
      if (input.byTime() && base.isWhole(until.ticks())) {
        pendingTicks = until.ticks();
      } else {
        begin(EntryKind.IDLE_AT, input.steps());
        to.signed(base.ticksTo(until.ticks()));
      }
    } else if (event instanceof InputEvent.ConsoleResize size) {
      begin(EntryKind.SIZE, input.steps());
      to.unsigned(size.columns());
      to.unsigned(size.rows());
    } else if (event instanceof InputEvent.ClockRate rate) {
      begin(EntryKind.RATE, input.steps());
      to.unsigned(EntryKind.encodedRate(rate.stepsPerSecond()));
    } else if (event instanceof InputEvent.Reset) {
      begin(EntryKind.RESET, input.steps());
    } else if (event instanceof InputEvent.Wake wake) {
      begin(EntryKind.WAKE, input.steps());
      to.signed(wake.epochNanos());
      to.i64(wake.entropySeed());
    }
  }

  private void writeTyped(InputEvent.ConsoleInput typed) {
    to.unsigned(typed.bytes().length);
    to.bytes(typed.bytes(), 0, typed.bytes().length);
  }

  private void flushPending() {
    if (pendingTicks >= 0) {
      beginByTime(EntryKind.IDLE);
    }
  }

  private void begin(int kind, long steps) {
    to.unsigned(base.stepsTo(steps) << EntryKind.BITS | kind);
  }

  private void beginByTime(int kind) {
    to.unsigned(base.unitsTo(pendingTicks) << EntryKind.BITS | kind);
    pendingTicks = -1;
  }
}
