// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.bootlink.board.Machine;
import org.bootlink.bus.Ram;
import org.bootlink.session.Entry;
import org.bootlink.state.ByteReader;
import org.bootlink.state.ByteWriter;
import org.bootlink.state.StateWriter;

/**
 * Goes back and forth in a replay, to any step exactly: to the nearest keyframe before it, and on from there. A
 * keyframe holds what has changed since the one before; when they get too many bytes, every second one goes.
 */
public final class Timeline {
  /** A fraction of a second of replaying. */
  private static final long FIRST_INTERVAL_STEPS = 1 << 26;

  /** Of a map of a disk's changes, roughly. */
  private static final int MAP_ENTRY_BYTES = 32;

  private final Machine machine;
  private final Replay replay;
  private final long maxBytes;
  private final LongSupplier outputBytes;
  private final List<Keyframe> keyframes = new ArrayList<>();
  /** What was recorded until the last keyframe, and when: the machine may be at an earlier one. */
  private final List<Entry> recorded = new ArrayList<>();
  private final List<Long> recordedTicks = new ArrayList<>();
  /** What each page held at the last keyframe; null: what it held at power-on. */
  private final long[][] latest;
  private long intervalSteps = FIRST_INTERVAL_STEPS;
  private long sizeBytes;

  /**
   * A timeline of {@code replay}, which was not begun yet.
   *
   * @param maxBytes of keyframes, roughly; the first one stays in any case
   * @param outputBytes tells how much the machine has put out, so that a terminal can go back too
   */
  public Timeline(Machine machine, Replay replay, long maxBytes, LongSupplier outputBytes) {
    this.machine = machine;
    this.replay = replay;
    this.maxBytes = maxBytes;
    this.outputBytes = outputBytes;
    this.latest = new long[machine.ram().pages()][];
    take();
  }

  /** Takes a keyframe if it is time for one; to be called now and then, between two runs. */
  public void mayTake() {
    if (machine.steps() >= last().steps() + intervalSteps) {
      take();
    }
  }

  /** Takes a keyframe of this moment, if there is none at it or later. */
  public void take() {
    if (!keyframes.isEmpty() && machine.steps() <= last().steps() || machine.waitsForHost()) {
      return;
    }
    ByteWriter state = new ByteWriter();
    machine.walkState(new StateWriter(state));
    Ram ram = machine.ram();
    int[] pages = new int[ram.pages()];
    List<long[]> contents = new ArrayList<>();
    for (int page = 0; page < ram.pages(); page++) {
      boolean same = latest[page] == null
          ? machine.bootMemory().isUnchanged(page) : Keyframe.holds(ram, page, latest[page]);
      if (!same) {
        latest[page] = Keyframe.read(ram, page);
        pages[contents.size()] = page;
        contents.add(latest[page]);
      }
    }
    noteRecorded();
    Keyframe taken = new Keyframe(machine.steps(), machine.ticks(), state.toBytes(), replay.position(),
        replay.verified(), recorded.size(), disks(), newDiskBytes(), outputBytes.getAsLong(),
        Arrays.copyOf(pages, contents.size()), contents.toArray(new long[0][]));
    keyframes.add(taken);
    sizeBytes += taken.sizeBytes();
    while (sizeBytes > maxBytes && keyframes.size() > 2) {
      thinOut();
    }
  }

  /**
   * Goes to the last keyframe that is not after step {@code steps} nor after {@code ticks}, unless the machine
   * is between that and there already. Whoever called then replays the rest of the way.
   *
   * @return how much the machine had put out at the keyframe; -1 if it did not go to one
   */
  public long approach(long steps, long ticks) {
    int index = 0;
    while (index + 1 < keyframes.size() && keyframes.get(index + 1).steps() <= steps
        && keyframes.get(index + 1).ticks() <= ticks) {
      index++;
    }
    Keyframe nearest = keyframes.get(index);
    boolean onTheWay = machine.steps() >= nearest.steps() && machine.steps() <= steps
        && machine.ticks() <= ticks && replay.divergence() == null;
    if (onTheWay) {
      return -1;
    }
    restore(index);
    return nearest.outputBytes();
  }

  /** How many keyframes there are. */
  public int keyframes() {
    return keyframes.size();
  }

  public long sizeBytes() {
    return sizeBytes;
  }

  private List<Map<Integer, byte[]>> disks() {
    List<Map<Integer, byte[]>> disks = new ArrayList<>();
    machine.disks().forEach(disk -> disks.add(disk.changes()));
    return disks;
  }

  private long newDiskBytes() {
    long bytes = 0;
    for (int i = 0; i < machine.disks().size(); i++) {
      Map<Integer, byte[]> before = keyframes.isEmpty() ? Map.of() : last().disks().get(i);
      for (Map.Entry<Integer, byte[]> change : machine.disks().get(i).changes().entrySet()) {
        boolean same = before.get(change.getKey()) == change.getValue();
        bytes += MAP_ENTRY_BYTES + (same ? 0 : change.getValue().length);
      }
    }
    return bytes;
  }

  private void noteRecorded() {
    Recorder recorder = replay.recorder();
    for (int i = recorded.size(); i < recorder.entries().size(); i++) {
      recorded.add(recorder.entries().get(i));
      recordedTicks.add(recorder.ticksOf(i));
    }
  }

  private void restore(int index) {
    long[][] wanted = new long[latest.length][];
    for (Keyframe keyframe : keyframes.subList(0, index + 1)) {
      for (int i = 0; i < keyframe.pages().length; i++) {
        wanted[keyframe.pages()[i]] = keyframe.contents()[i];
      }
    }
    Keyframe keyframe = keyframes.get(index);
    machine.restore(new ByteReader(keyframe.state()), ram -> {
      for (int page = 0; page < wanted.length; page++) {
        if (wanted[page] == null) {
          machine.bootMemory().putBack(page);
        } else {
          Keyframe.write(ram, page, wanted[page]);
        }
      }
    });
    List<Entry> entries = recorded.subList(0, keyframe.recorded());
    for (int i = 0; i < keyframe.disks().size(); i++) {
      machine.disks().get(i).changeTo(keyframe.disks().get(i));
    }
    replay.moved(keyframe.position(), keyframe.verified(), entries,
        recordedTicks.subList(0, entries.size()));
  }

  /** Keeps the first keyframe and every second one after it. */
  private void thinOut() {
    List<Keyframe> kept = new ArrayList<>();
    sizeBytes = 0;
    for (int i = 0; i < keyframes.size(); i++) {
      if (i % 2 == 0) {
        kept.add(i == 0 ? keyframes.get(0) : keyframes.get(i).after(keyframes.get(i - 1)));
      }
    }
    if (keyframes.size() % 2 == 0 && keyframes.size() > 1) {
      // The last one's changes count in `latest`, so it must stay.
      kept.add(last());
    }
    keyframes.clear();
    keyframes.addAll(kept);
    keyframes.forEach(keyframe -> sizeBytes += keyframe.sizeBytes());
    intervalSteps *= 2;
  }

  private Keyframe last() {
    return keyframes.get(keyframes.size() - 1);
  }
}
