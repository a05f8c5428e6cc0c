// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bootlink.code.CodeHost;
import org.bootlink.code.CodeUnit;
import org.bootlink.code.StackCode;
import org.bootlink.exec.Assistant;
import org.bootlink.exec.Op;
import org.bootlink.exec.Translations;
import org.bootlink.hart.HartLayout;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;

/** Finds hot code and has it translated; keeps what is translated and forgets it in time. */
public final class Translator implements Translations {
  /** Many times what is made of Linux and its usual programs. */
  private static final int MOST_BYTES = 32 << 20;

  private final LinearMemory memory;
  private final CodeHost host;
  private final TranslationPolicy policy;
  private final List<Assistant> assistants;
  private final TranslationCounters counters;
  private final Map<Integer, HotPage> pages = new HashMap<>();
  private final List<HotPage> queue = new ArrayList<>();
  private final LostPages lostPages = new LostPages();
  private final CodeCache cache;
  private final Links links;
  private int samplesQueued;
  private int exitsUntilNoted;
  private HotPage exposedPage;
  private int exposedSlot;

  /**
   * @param host one that {@link #canUse} accepts, and that serves only this translator from now on
   * @param assistants one for each hart
   */
  public Translator(
      LinearAllocator allocator, CodeHost host, TranslationPolicy policy, List<Assistant> assistants) {
    this(allocator, host, policy, assistants, MOST_BYTES);
  }

  /** @param mostBytes of code that may be kept before everything is dropped; one unit may exceed it */
  public Translator(LinearAllocator allocator, CodeHost host, TranslationPolicy policy,
      List<Assistant> assistants, int mostBytes) {
    this.memory = allocator.memory();
    this.host = host;
    this.policy = policy;
    this.exitsUntilNoted = policy.exitsPerSample();
    this.assistants = assistants;
    this.counters = new TranslationCounters(assistants);
    this.cache = new CodeCache(host, mostBytes, counters);
    this.links = new Links(allocator);
    host.bind(new HelperMethods(memory, assistants));
    if (host.load(links.functions(), Links.ENTER_SLOT) == 0) {
      throw new IllegalStateException("the host refused the code that links regions");
    }
  }

  /** Whether translated code can be loaded here. */
  public static boolean canUse(CodeHost host) {
    return host.slots() > CodeCache.FIRST_SLOT;
  }

  public TranslationCounters counters() {
    return counters;
  }

  @Override
  public void enter(int hartBase, int fetchTlb, int entry, long pageVa) {
    counters.entries++;
    int before = stepsLeft(hartBase);
    host.enter(hartBase, fetchTlb, entry, pageVa);
    counters.steps += before - stepsLeft(hartBase);
    if (--exitsUntilNoted == 0) {
      exitsUntilNoted = policy.exitsPerSample();
      noteExit(hartBase);
    }
  }

  private int stepsLeft(int hartBase) {
    return memory.getInt(hartBase + HartLayout.REMAINING) + memory.getInt(hartBase + HartLayout.DEFERRED);
  }

  /** Why translated code was left shows in what the interpreter has to execute now; one exit stands for many. */
  private void noteExit(int hartBase) {
    long pc = memory.getLong(hartBase + HartLayout.PC);
    int entry = memory.getInt(hartBase + HartLayout.FETCH_TLB)
        + ((int) (pc >>> HartLayout.TLB_OFFSET_SHIFT) & HartLayout.TLB_OFFSET_MASK);
    if (memory.getLong(entry) == (pc & -PageCode.PAGE_SIZE)) {
      int decodedPage = memory.getInt(entry + 8);
      int offset = (int) pc & PageCode.PAGE_SIZE - 2;
      int slot = decodedPage + offset / 2 * Op.SLOT_BYTES;
      int word = memory.getInt(slot);
      HotPage page = pages.get(decodedPage);
      boolean translated = page != null && page.isCovered(offset);
      counters.noteExits(
          policy.exitsPerSample(), word, !translated && InsnEmitter.canTranslate(word, memory.getInt(slot + 4)));
      boolean isEntry = word >>> Op.OPERATION_SHIFT == Op.ENTER;
      if (page != null && !isEntry && page.leftFor(offset)) {
        queue.add(page);
      }
    } else {
      counters.exitsToUnknownPages += policy.exitsPerSample();
    }
  }

  @Override
  public int coveredWord0(int decodedPage, int slot) {
    return pages.get(decodedPage).coveredWord0(slot);
  }

  @Override
  public int coveredWord1(int decodedPage, int slot) {
    return pages.get(decodedPage).coveredWord1(slot);
  }

  @Override
  public void expose(int decodedPage, int slot) {
    counters.exposures++;
    exposedPage = pages.get(decodedPage);
    exposedSlot = slot;
    exposedPage.expose(slot);
  }

  @Override
  public void cover() {
    if (exposedPage != null) {
      exposedPage.coverAgain(exposedSlot);
      exposedPage = null;
    }
  }

  @Override
  public int samplePeriod() {
    return policy.samplePeriod();
  }

  @Override
  public void sample(int decodedPage, int offset) {
    HotPage page = pages.get(decodedPage);
    if (page == null) {
      int losses = lostPages.losses(assistants.get(0).paOf(decodedPage));
      page = new HotPage(memory, decodedPage, policy.samplesUntilHot() << losses);
      pages.put(decodedPage, page);
    }
    if (page.sample(offset)) {
      queue.add(page);
    }
    if (!queue.isEmpty()
        && (queue.size() >= policy.batchPages() || ++samplesQueued > policy.batchSamples())) {
      long start = host.nanoTime();
      translateQueue();
      counters.nanos += host.nanoTime() - start;
    }
  }

  @Override
  public void changed(int decodedPage) {
    HotPage page = pages.get(decodedPage);
    if (page != null && page.isTranslated()) {
      page.losses++;
      forget(page);
    }
  }

  @Override
  public void released(int decodedPage) {
    HotPage page = pages.remove(decodedPage);
    if (page != null) {
      if (page.losses > 0 || page.isTranslated()) {
        lostPages.note(assistants.get(0).paOf(decodedPage), page.losses);
      }
      forget(page);
      queue.remove(page);
    }
  }

  private void forget(HotPage page) {
    if (!page.isTranslated()) {
      return;
    }
    if (page == exposedPage) {
      exposedPage = null;
    }
    links.translationsForgotten();
    page.tableSlots().forEach(cache::free);
    page.forgetTranslations();
  }

  private void forgetAll() {
    for (HotPage page : pages.values()) {
      forget(page);
    }
    pages.clear();
    counters.flushes++;
  }

  private void translateQueue() {
    CodeUnit unit = new CodeUnit();
    List<PageRegions> made = new ArrayList<>();
    int count = 0;
    for (HotPage page : queue) {
      page.beginTranslation();
      PageRegions regions = new PageRegions(page);
      count += regions.translate(unit);
      made.add(regions);
    }
    queue.clear();
    samplesQueued = 0;
    if (count == 0) {
      return;
    }
    int slot = cache.find(count);
    if (slot < 0) {
      // Begins all over, this batch included: what is still hot will soon be found again.
      forgetAll();
      return;
    }
    int bytes = cache.load(unit, slot, count);
    counters.modules++;
    counters.bytes += bytes;
    if (bytes == 0) {
      counters.refused++;
      return;
    }
    for (PageRegions regions : made) {
      slot = regions.install(slot);
    }
  }

  /** The regions of one page on their way into the table. */
  private final class PageRegions {
    private final HotPage page;
    private final PageCode code;
    private final List<LoopNest> nests = new ArrayList<>();

    PageRegions(HotPage page) {
      this.page = page;
      this.code = page.code();
    }

    int translate(CodeUnit unit) {
      Set<Block> calling = new LinkedHashSet<>();
      Set<Block> hot = new HashSet<>();
      for (List<Block> region : regions(new BlockFinder(code).find())) {
        boolean isHot = isHot(region);
        if (!isHot && !policy.behindCalls()) {
          continue;
        }
        LoopNest nest = isHot || goesBack(region) ? new LoopNest(region) : null;
        if (nest == null || !nest.isTooDeep() && !hasHotLoop(nest)) {
          calling.addAll(region);
          if (isHot) {
            hot.addAll(region);
          }
        } else if (isHot) {
          add(region, nest, true, unit);
        }
      }
      // What keeps its registers in memory anyway goes on in the same region behind a call.
      for (Block block : calling) {
        if (calling.contains(block.returned)) {
          block.following = block.returned;
          block.join(block.returned);
        }
      }
      for (List<Block> region : regions(calling)) {
        if (!Collections.disjoint(hot, region)) {
          add(region, new LoopNest(region), false, unit);
        }
      }
      return nests.size();
    }

    /** Whether a branch goes back, without which there is no loop. */
    private static boolean goesBack(List<Block> region) {
      for (Block block : region) {
        if (block.taken != null && block.taken.start <= block.start) {
          return true;
        }
      }
      return false;
    }

    private static Collection<List<Block>> regions(Collection<Block> blocks) {
      Map<Block, List<Block>> regions = new LinkedHashMap<>();
      for (Block block : blocks) {
        regions.computeIfAbsent(block.representative(), first -> new ArrayList<>()).add(block);
      }
      return regions.values();
    }

    /** @param inLocals whether the region keeps integer registers in locals */
    private void add(List<Block> region, LoopNest nest, boolean inLocals, CodeUnit unit) {
      if (nest.isTooDeep()) {
        counters.tooDeep++;
        nest.order().forEach(block -> page.cover(code, block));
        return;
      }
      markEntries(nest);
      StackCode function = new RegionEmitter(code, nest, inLocals, host.fusesMultiplyAdd()).emit();
      if (host.accepts(function)) {
        unit.add(function, () -> listing(nest));
        nests.add(nest);
      } else if (region.size() > 1) {
        addHalves(region, inLocals, unit);
      }
    }

    /** Whether a hart was found in a loop of the region, which it then goes round often. */
    private boolean hasHotLoop(LoopNest nest) {
      for (Block block : nest.order()) {
        if (nest.innermost(block).outer != null && page.wasSampled(code, block)) {
          return true;
        }
      }
      return false;
    }

    private String listing(LoopNest nest) {
      Assistant assistant = assistants.get(0);
      return Listing.of(code, nest.order(), assistant.paOf(page.decodedPage), memory,
          assistant.sourceOf(page.decodedPage));
    }

    /** What is too large for the host becomes two regions, which lead into each other from outside. */
    private void addHalves(List<Block> region, boolean inLocals, CodeUnit unit) {
      List<Block> first = region.subList(0, region.size() / 2);
      List<Block> second = region.subList(region.size() / 2, region.size());
      separate(first, second);
      separate(second, first);
      add(first, new LoopNest(first), inLocals, unit);
      add(second, new LoopNest(second), inLocals, unit);
    }

    private static void separate(List<Block> from, List<Block> to) {
      for (Block block : from) {
        if (to.contains(block.taken)) {
          block.taken.entered = true;
          block.taken = null;
        }
        if (to.contains(block.following)) {
          block.following.entered = true;
          block.following = null;
        }
      }
    }

    /** Whether what of it is not translated was executed often enough to be worth translating all of it. */
    private boolean isHot(List<Block> region) {
      int samples = 0;
      int instructions = 0;
      for (Block block : region) {
        samples += page.samplesIn(code, block);
        instructions += block.length;
      }
      return policy.isHot(samples, instructions);
    }

    private void markEntries(LoopNest nest) {
      boolean any = false;
      for (Block block : nest.order()) {
        any |= block.entered;
      }
      for (LoopNest.Loop loop : nest.loops()) {
        if (loop.outer != null || !any) {
          nest.order().get(loop.start).entered = true;
        }
      }
    }

    int install(int firstSlot) {
      int slot = firstSlot;
      for (LoopNest nest : nests) {
        for (Block block : nest.order()) {
          page.cover(code, block);
          counters.instructions += block.length;
          if (block.entered) {
            page.addEntry(code, block.start, slot << Links.POSITION_BITS | block.position);
          }
        }
        slot++;
      }
      counters.regions += nests.size();
      page.ownTableSlots(firstSlot, nests.size());
      page.takeUnusedTableSlots().forEach(cache::free);
      return slot;
    }
  }
}
