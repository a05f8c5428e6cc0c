// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.exec.Assistant;
import org.bootlink.exec.InsnGroup;

/** What the translator did since power-on. */
public final class TranslationCounters {
  int modules;
  int refused;
  int regions;
  int tooDeep;
  int regionsDropped;
  int flushes;
  int slotsInUse;
  int bytesInUse;
  int instructions;
  long bytes;
  long nanos;
  long entries;
  long steps;
  long exposures;
  long exitsToUnknownPages;
  private long exitsToColdCode;
  private final long[] exits = new long[InsnGroup.COUNT];
  private final List<Assistant> assistants;

  /**
   * How often something happened at instructions of a kind.
   *
   * @param reason in the words of {@link InsnGroup#name}, or a few words of its own
   */
  public record Count(String reason, long count) {}

  TranslationCounters(List<Assistant> assistants) {
    this.assistants = assistants;
  }

  /**
   * Translated code was left {@code times} before the instruction of a slot with this word 0.
   *
   * @param notHot whether it could be translated as well, but is not so yet
   */
  void noteExits(int times, int word0, boolean notHot) {
    if (notHot) {
      exitsToColdCode += times;
    } else {
      exits[InsnGroup.of(word0)] += times;
    }
  }

  /** Modules made. */
  public int modules() {
    return modules;
  }

  /** Modules that the host refused. */
  public int refused() {
    return refused;
  }

  /** Regions put into service. */
  public int regions() {
    return regions;
  }

  /** Regions left untranslated because of loops nested too deep. */
  public int tooDeep() {
    return tooDeep;
  }

  /** Regions of pages that changed or went, or that larger ones have taken the place of. */
  public int regionsDropped() {
    return regionsDropped;
  }

  /** How often everything was dropped, because the table or what may be kept was full. */
  public int flushes() {
    return flushes;
  }

  /** Functions that are kept. */
  public int slotsInUse() {
    return slotsInUse;
  }

  /** Bytes of the units that they came in. */
  public int bytesInUse() {
    return bytesInUse;
  }

  /** Instructions in the regions put into service. */
  public int instructions() {
    return instructions;
  }

  /** Bytes of modules. */
  public long bytes() {
    return bytes;
  }

  /** Time spent in translating, as far as the host tells time. */
  public long nanos() {
    return nanos;
  }

  /** How often the interpreter entered translated code. */
  public long entries() {
    return entries;
  }

  /** Steps taken before it came back. */
  public long steps() {
    return steps;
  }

  /** How often it could not take a single step. */
  public long exposures() {
    return exposures;
  }

  /** Why it was left for the interpreter, the most frequent reason first; estimates. */
  public List<Count> exits() {
    List<Count> counts = sorted(exits);
    insert(counts, new Count("code that is not translated yet", exitsToColdCode));
    insert(counts, new Count("page not in the TLB", exitsToUnknownPages));
    return counts;
  }

  /** What helpers executed between two regions, the most frequent first. */
  public List<Count> assisted() {
    long[] sums = new long[InsnGroup.COUNT];
    for (Assistant assistant : assistants) {
      for (int group = 0; group < sums.length; group++) {
        sums[group] += assistant.executed(group);
      }
    }
    return sorted(sums);
  }

  private static List<Count> sorted(long[] counts) {
    List<Count> list = new ArrayList<>();
    for (int group = 0; group < counts.length; group++) {
      insert(list, new Count(InsnGroup.name(group), counts[group]));
    }
    return list;
  }

  private static void insert(List<Count> list, Count count) {
    if (count.count() == 0) {
      return;
    }
    int at = list.size();
    while (at > 0 && list.get(at - 1).count() < count.count()) {
      at--;
    }
    list.add(at, count);
  }
}
