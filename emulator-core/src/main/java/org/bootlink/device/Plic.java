// SPDX-License-Identifier: Apache-2.0
package org.bootlink.device;

import java.util.Arrays;
import org.bootlink.bus.IrqLine;
import org.bootlink.bus.MmioDevice;
import org.bootlink.state.StateWalk;

/**
 * Platform-level interrupt controller: many sources to many contexts (a hart in one privilege mode).
 * <pre>
 *  0x000000 + 4*source                priority   32  RW  0 (never) to 7
 *  0x001000 + 4*word                  pending    32  RO  bit n of word w: source 32*w + n
 *  0x002000 + 0x80*context + 4*word   enable     32  RW
 *  0x200000 + 0x1000*context          threshold  32  RW  0 to 7
 *  0x200004 + 0x1000*context          claim      32  RO  reading it claims
 *                                     complete   32  WO
 * </pre>
 * Source 0 does not exist. All gateways are level-triggered. Offsets of sources and contexts that don't
 * exist read 0 and ignore writes.
 *
 * <p>"If a level-sensitive interrupt source deasserts the interrupt after the PLIC core accepts the request
 * and before the interrupt is serviced, the interrupt request remains present in the IP bit": so pending
 * is not a copy of the wire. (QEMU withdraws it.) "The claim operation is not affected by the setting of
 * the priority threshold register." (In QEMU it is.)
 *
 * <p>Specification: "RISC-V Platform-Level Interrupt Controller Specification", version 1.0.0.
 */
public final class Plic implements MmioDevice {
  private static final int PENDING = 0x1000;
  private static final int ENABLE = 0x2000;
  private static final int ENABLE_STRIDE_SHIFT = 7;
  private static final int CONTEXT = 0x20_0000;
  private static final int CONTEXT_STRIDE_SHIFT = 12;
  private static final int THRESHOLD = 0;
  private static final int CLAIM_COMPLETE = 4;

  private static final int PRIORITY_MASK = 7;
  private static final int MAX_SOURCES = 1023;
  private static final int MAX_CONTEXTS = 15_872;

  private final int sources;
  private final int contexts;
  private final int words;
  private final IrqLine[] contextLines;

  private final int[] priority;
  /** Wires as the devices drive them. */
  private final int[] levels;
  private final int[] pending;
  /** Claimed and not completed: the gateway lets no further request through. */
  private final int[] inService;
  /** {@code words} words for each context. */
  private final int[] enable;
  private final int[] threshold;

  /**
   * @param sources number of the highest source, 1 to 1,023
   * @param contexts 1 to 15,872
   * @param contextLines the external-interrupt wire of each context
   */
  public Plic(int sources, int contexts, IrqLine[] contextLines) {
    if (sources < 1 || sources > MAX_SOURCES || contexts < 1 || contexts > MAX_CONTEXTS
        || contextLines.length != contexts) {
      throw new IllegalArgumentException(
          "PLIC of " + sources + " sources, " + contexts + " contexts, " + contextLines.length + " lines");
    }
    this.sources = sources;
    this.contexts = contexts;
    this.words = (sources >> 5) + 1;
    this.contextLines = contextLines.clone();
    this.priority = new int[sources + 1];
    this.levels = new int[words];
    this.pending = new int[words];
    this.inService = new int[words];
    this.enable = new int[words * contexts];
    this.threshold = new int[contexts];
  }

  /** The wire into source {@code n}, 1 to the number of sources. */
  public IrqLine source(int n) {
    if (n < 1 || n > sources) {
      throw new IllegalArgumentException("PLIC source " + n);
    }
    return level -> setLevel(n, level);
  }

  @Override
  public int accessSizes() {
    return 4;
  }

  @Override
  public long read(int offset, int size) {
    return readRegister(offset) & 0xffff_ffffL;
  }

  @Override
  public void write(int offset, long value, int size) {
    writeRegister(offset, (int) value);
    update();
  }

  /** Back to power-on. The wires stay as the devices drive them. */
  public void reset() {
    Arrays.fill(priority, 0);
    Arrays.fill(pending, 0);
    Arrays.fill(inService, 0);
    Arrays.fill(enable, 0);
    Arrays.fill(threshold, 0);
    for (int word = 0; word < words; word++) {
      sampleLevels(word);
    }
    update();
  }

  public void walkState(StateWalk walk) {
    for (int source = 0; source <= sources; source++) {
      priority[source] = walk.range(priority[source], 0, PRIORITY_MASK);
    }
    walkSources(walk, levels);
    walkSources(walk, pending);
    walkSources(walk, inService);
    walkSources(walk, enable);
    for (int context = 0; context < contexts; context++) {
      threshold[context] = walk.range(threshold[context], 0, PRIORITY_MASK);
    }
  }

  private void walkSources(StateWalk walk, int[] bits) {
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (int) walk.bits(bits[i] & 0xffff_ffffL, existingSources(i % words) & 0xffff_ffffL);
    }
  }

  private int readRegister(int offset) {
    if (offset < PENDING) {
      int source = offset >> 2;
      return source <= sources ? priority[source] : 0;
    }
    if (offset < ENABLE) {
      int word = (offset - PENDING) >> 2;
      return word < words ? pending[word] : 0;
    }
    if (offset < CONTEXT) {
      int index = enableIndex(offset);
      return index < 0 ? 0 : enable[index];
    }
    int context = (offset - CONTEXT) >> CONTEXT_STRIDE_SHIFT;
    if (context >= contexts) {
      return 0;
    }
    switch (offset & (1 << CONTEXT_STRIDE_SHIFT) - 1) {
      case THRESHOLD:
        return threshold[context];
      case CLAIM_COMPLETE:
        return claim(context);
      default:
        return 0;
    }
  }

  private void writeRegister(int offset, int value) {
    if (offset < PENDING) {
      int source = offset >> 2;
      if (source >= 1 && source <= sources) {
        priority[source] = value & PRIORITY_MASK;
      }
    } else if (offset >= ENABLE && offset < CONTEXT) {
      int index = enableIndex(offset);
      if (index >= 0) {
        enable[index] = value & existingSources(index % words);
      }
    } else if (offset >= CONTEXT) {
      writeContext((offset - CONTEXT) >> CONTEXT_STRIDE_SHIFT, offset, value);
    }
  }

  private void writeContext(int context, int offset, int value) {
    if (context >= contexts) {
      return;
    }
    switch (offset & (1 << CONTEXT_STRIDE_SHIFT) - 1) {
      case THRESHOLD:
        threshold[context] = value & PRIORITY_MASK;
        break;
      case CLAIM_COMPLETE:
        complete(context, value);
        break;
      default:
        break;
    }
  }

  /** Claims for {@code context} what is pending, enabled and of highest priority; 0 if there is none. */
  private int claim(int context) {
    int source = best(context, 0);
    if (source != 0) {
      pending[source >> 5] &= ~(1 << source);
      inService[source >> 5] |= 1 << source;
      update();
    }
    return source;
  }

  /**
   * "If the completion ID does not match an interrupt source that is currently enabled for the target, the
   * completion is silently ignored."
   */
  private void complete(int context, int source) {
    if (source < 1 || source > sources) {
      return;
    }
    int word = source >> 5;
    if ((enable[context * words + word] & 1 << source) != 0) {
      inService[word] &= ~(1 << source);
      sampleLevels(word);
    }
  }

  private void setLevel(int source, boolean level) {
    int word = source >> 5;
    int before = levels[word];
    levels[word] = level ? before | 1 << source : before & ~(1 << source);
    if (levels[word] != before) {
      sampleLevels(word);
      update();
    }
  }

  /** The gateways of one word: a high wire whose last request was completed makes a request. */
  private void sampleLevels(int word) {
    pending[word] |= levels[word] & ~inService[word];
  }

  /** The pending and enabled source of highest priority above {@code floor}, lowest number first, or 0. */
  private int best(int context, int floor) {
    int bestSource = 0;
    int bestPriority = floor;
    for (int word = 0; word < words; word++) {
      int candidates = pending[word] & enable[context * words + word];
      while (candidates != 0) {
        int source = (word << 5) + Integer.numberOfTrailingZeros(candidates);
        if (priority[source] > bestPriority) {
          bestSource = source;
          bestPriority = priority[source];
        }
        candidates &= candidates - 1;
      }
    }
    return bestSource;
  }

  private int enableIndex(int offset) {
    int context = (offset - ENABLE) >> ENABLE_STRIDE_SHIFT;
    int word = (offset & (1 << ENABLE_STRIDE_SHIFT) - 1) >> 2;
    return context < contexts && word < words ? context * words + word : -1;
  }

  private int existingSources(int word) {
    int mask = word == 0 ? -2 : -1;
    int last = sources - (word << 5);
    return last < 31 ? mask & (1 << last + 1) - 1 : mask;
  }

  private void update() {
    for (int context = 0; context < contexts; context++) {
      contextLines[context].set(best(context, threshold[context]) != 0);
    }
  }
}
