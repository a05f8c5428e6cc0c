// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bootlink.board.Machine;
import org.bootlink.session.Entry;
import org.bootlink.session.InputEvent;
import org.bootlink.session.InputRecorder;
import org.bootlink.session.Recording;
import org.bootlink.session.SessionHeader;
import org.bootlink.state.StateDigest;

/**
 * Records a machine's session, always: what enters it, and digests now and then. It costs a list entry for each
 * input.
 */
public final class Recorder implements InputRecorder {
  /** Steps between digests at first; later they grow rarer, so that a long session has some hundred. */
  private static final long DIGEST_STEPS = 1L << 28;
  private static final int DIGESTS_PER_LENGTH = 16;

  private final Machine machine;
  private final SessionHeader header;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Long> ticks = new ArrayList<>();
  private Consumer<Entry> listener = entry -> { };
  private long nextDigest;

  /**
   * Records {@code machine} from now on, where {@code header} says that the session begins.
   */
  public Recorder(Machine machine, SessionHeader header) {
    this.machine = machine;
    this.header = header;
    machine.record(this);
    scheduleDigest();
  }

  @Override
  public void onInput(long steps, InputEvent event) {
    add(new Entry.Input(steps, machine.comesByTime(event), event));
  }

  /** Puts back what was recorded of this machine before it was saved, entry by entry, each with its moment. */
  public void restore(Entry entry, long steps, long atTicks) {
    entries.add(entry instanceof Entry.Input input
        ? new Entry.Input(steps, input.byTime(), input.event()) : entry);
    ticks.add(atTicks);
  }

  /** Has {@code entryListener} told of each entry from now on. */
  public void listen(Consumer<Entry> entryListener) {
    listener = entryListener;
  }

  /** Notes a digest if it is time for one; to be called now and then, between two runs. */
  public void mayNoteDigest() {
    if (machine.steps() >= nextDigest && !machine.waitsForHost()) {
      noteDigest();
    }
  }

  /** Notes a digest of the machine as it is between two runs. */
  void noteDigest() {
    machine.tellSkippedTime();
    add(digest(machine.quickDigest(), false));
    scheduleDigest();
  }

  public SessionHeader header() {
    return header;
  }

  /** What was recorded so far; not to be changed. */
  public List<Entry> entries() {
    return entries;
  }

  /** Virtual time of entry {@code index}. */
  public long ticksOf(int index) {
    return ticks.get(index);
  }

  /** Has recorded just this, each entry with its virtual time: the machine has gone to the moment after it. */
  void moved(List<Entry> recorded, List<Long> atTicks) {
    entries.clear();
    entries.addAll(recorded);
    ticks.clear();
    ticks.addAll(atTicks);
    scheduleDigest();
  }

  /** The entries that end the recording now: a digest of everything, unless a disk's data is away; and the end. */
  public List<Entry> ending() {
    machine.tellSkippedTime();
    Entry end = new Entry.End(machine.steps(), machine.ticks());
    return machine.waitsForHost() ? List.of(end) : List.of(digest(machine.digest(), true), end);
  }

  /** The session so far. */
  public Recording recording(String title, String note, long createdMillis) {
    List<Entry> end = ending();
    List<Entry> all = new ArrayList<>(entries);
    all.addAll(end);
    return new Recording(header.named(title, note, createdMillis), all, true);
  }

  /**
   * The session as if it had ended after its first {@code count} entries.
   *
   * @param count 0 to the number of entries
   */
  public Recording recordingOfFirst(int count, String title, String note, long createdMillis) {
    List<Entry> all = new ArrayList<>(entries.subList(0, count));
    long steps = count == 0 ? header.startSteps() : entries.get(count - 1).steps();
    all.add(new Entry.End(steps, count == 0 ? 0 : ticks.get(count - 1)));
    return new Recording(header.named(title, note, createdMillis), all, true);
  }

  /** Adds an entry that a replay has found to be so. */
  void add(Entry entry) {
    listener.accept(entry);
    entries.add(entry);
    ticks.add(ticksAfter(entry));
  }

  private long ticksAfter(Entry entry) {
    boolean idles = entry instanceof Entry.Input input && input.event() instanceof InputEvent.IdleUntil;
    return idles ? ((InputEvent.IdleUntil) ((Entry.Input) entry).event()).ticks() : machine.ticks();
  }

  private void scheduleDigest() {
    nextDigest = machine.steps() + Math.max(DIGEST_STEPS, machine.steps() / DIGESTS_PER_LENGTH);
  }

  static Entry.Digest digest(long steps, StateDigest digest, boolean withRam) {
    int[] parts = new int[digest.parts().size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = (int) digest.part(i) & 0xffff;
    }
    return new Entry.Digest(steps, parts, withRam);
  }

  private Entry.Digest digest(StateDigest digest, boolean withRam) {
    return digest(machine.steps(), digest, withRam);
  }
}
