// SPDX-License-Identifier: Apache-2.0
/**
 * Turns hot guest code into stack code, which a back end makes executable. What it makes is exact:
 * registers, memory, pc and the number of steps are those of the interpreter wherever translated code ends,
 * so nothing but speed depends on when, or whether, anything is translated.
 *
 * <h2>Terms</h2>
 *
 * <p>A <i>block</i> is instructions that are only executed together. A <i>region</i> is what branches connect
 * of one physical page's blocks, and calls where it keeps registers in memory: most often a function; it becomes
 * one function. An <i>entry</i> is a block at which a region can be begun. All look at the decoded slots of {@code
 * exec.CodePages}, so only code that was really executed is translated.
 *
 * <h2>How code becomes hot</h2>
 *
 * <p>The interpreter counts nothing. {@code exec.HartRunner} has its loop come back every few thousand steps
 * and tells the {@link org.bootlink.jit.Translator} where the hart is; slices change nothing that a guest
 * could see. A page in whose untranslated code a hart was found often enough is queued, and a queue that is
 * long or old enough becomes one unit. Only regions in which a hart was found as often as their size deserves
 * are translated: what the browser's compilers spend on an instruction is worth some ten thousand executions of
 * it ({@link org.bootlink.jit.TranslationPolicy}). What calls in such a region return to comes with it, as much of
 * the function as was ever executed: it is as hot as the calls, but few samples would tell so late, when it could
 * only become a region of its own. More is translated so, hence later: asking for half again as many executions
 * keeps booting Debian at what it was when code came in pieces. Translated code need not come back for samples;
 * every so many times that it is left, where it goes on counts as one. If more of a page becomes hot later, what
 * is new is added: a region that has grown takes over all entries of what it was, whose function is forgotten with
 * the page. The same goes for places in the middle of translated code to which control comes often, such as a
 * user's store that a page fault returns to: they become entries.
 *
 * <h2>How a region is made</h2>
 *
 * <p>{@link org.bootlink.jit.BlockFinder} finds blocks and regions. {@link org.bootlink.jit.LoopNest} brings
 * a region's blocks into an order with loops in one piece; control flow of any shape is possible, because a
 * loop that is entered in its middle is entered at its head, which sends on. {@link
 * org.bootlink.jit.RegionEmitter} writes the function's frame and the control flow, {@link
 * org.bootlink.jit.InsnEmitter} the instructions. If a hart was found in a loop of the region, integer registers
 * are locals, loaded at entry, stored at exit ({@link org.bootlink.jit.LocalRegisters}); else they stay in memory
 * between blocks ({@link org.bootlink.jit.MemoryRegisters}), which costs the browser's optimizing compiler a fifth
 * less. Floating-point registers are locals if the region computes with any.
 *
 * <p>Floating point is done by the host's arithmetic, and the result taken if it and the flags are certain to
 * be right: to nearest, inexact raised already, the result neither tiny, infinite nor NaN. A helper computes
 * everything else, without leaving the region ({@link org.bootlink.jit.FloatEmitter}). A fused multiply-add
 * is the host's only where a probe at the start showed that it rounds once. Atomics are plain loads and
 * stores, since harts take turns ({@link org.bootlink.jit.AtomicEmitter}).
 *
 * <p>A region knows no virtual address: the page's is a parameter, since one physical page may be mapped at
 * several. Control never leaves the page inside a region, so the TLB entry that its caller checked for the
 * fetch holds throughout. Privilege, SUM and the like reach a region only as the address of the TLB array
 * for loads and stores, read at entry and after writes of {@code sstatus}. So nothing but the code itself
 * is assumed at translation, and fences, {@code satp} and changes of mode concern no translation.
 *
 * <p>A region that is too large for the host's back end (HotSpot compiles no method of more than 8,000 bytes)
 * becomes two, as often as needed.
 *
 * <p>What kernels do all the time is translated with checks that the usual case is there: ECALL from U-mode to
 * S-mode, SRET, the registers of S-mode traps, {@code sstatus}, CBO.ZERO ({@link
 * org.bootlink.jit.SystemEmitter}; for that those registers are in linear memory).
 *
 * <h2>Steps</h2>
 *
 * <p>Each block first takes all of its steps from REMAINING. If there are not so many, the region is left
 * with what there was, and the interpreter does the rest one by one. An access that the TLB has no entry for
 * calls {@link org.bootlink.jit.HelperMethods#ramAddress}, which fills the TLB as the interpreter would. If
 * that is not enough (a device, a fault, a page of code, an access that crosses pages), the region is left at
 * that instruction, and the steps of the block from there on are given back. Hence nothing inside a region can
 * fault, raise an interrupt or need exact state in mid-block. Branches that lead to all this are marked as
 * unlikely, so that a browser keeps registers in place where they are not taken.
 *
 * <p>Loads by one base register, as of a frame or a structure, look at the TLB once, as do stores ({@link
 * org.bootlink.jit.AccessGroups}): a quarter less WebAssembly, and less code that has to be in the host's caches.
 * Where they lie on two sides of a page's end the region is left at the first.
 *
 * <h2>How it is entered, linked and left</h2>
 *
 * <p>An entry's slot holds {@link org.bootlink.exec.Op#ENTER}; the words that belong there are kept in {@link
 * org.bootlink.jit.HotPage}. The interpreter saves its state and calls the first function of {@link
 * org.bootlink.jit.Links}, which calls the region and, after a jump, goes on with the next one
 * as long as the TLB has pc's page and the slot there holds ENTER too: calls and returns, within a page and
 * across pages, stay out of Java. What a region leaves to the interpreter is executed in between by {@link
 * org.bootlink.jit.HelperMethods#execute}, which takes a trap if there is one; a page that the TLB doesn't have
 * is fetched by {@link org.bootlink.jit.HelperMethods#fetch}. Both are the interpreter's own code ({@code
 * exec.Assistant}), and end the chain when steps are used up, attention was requested or an interrupt is
 * pending. If a region takes no step at all (too few remain), the interpreter gets the original words back for
 * one instruction.
 *
 * <p>A region that keeps its registers in memory stays where it is when the guest calls: it calls the second
 * function of {@code Links}, which goes from region to region until pc is where the guest returns to. If the TLB
 * still has the same decoded page there and nothing was forgotten meanwhile, the region goes on behind the call,
 * and the host's processor, which keeps a stack of its own returns, has foreseen where. Anything else, such as a
 * switch to another thread, goes on from region to region at that depth, and is over when the interpreter has to
 * go on. System calls and faults within such calls are no different. Calls nest to a limit, beyond which they are
 * jumps.
 *
 * <h2>How it ends</h2>
 *
 * <p>Every store into a page with decoded code is slow and reaches {@code exec.CodePages}, which tells the
 * translator before the slots change: all of the page's entries become what they were, and their slots in the
 * table are emptied, which lets the host collect the code. The same happens when the decoded page is given
 * to another physical page, and to a region's slot when a larger one has taken over its entries. Slots are
 * used again. When there are too few in a row, or the units that still have a function in the table take 32
 * MiB, everything goes and begins anew ({@link org.bootlink.jit.CodeCache}).
 *
 * <p>So nothing grows without end: functions and units are bounded by the table, their bytes by that limit and
 * one unit, pages that are known by the pool of decoded ones, what is kept of each by its 2,048 slots, and
 * what is remembered of forgotten ones by a table of fixed size.
 *
 * <p>Code that is changed again and again does not have the translator busy: when a page that lost translations
 * is translated, that doubles the samples that the next time takes, and of pages that were stored to so often that
 * they are code no longer it is remembered how often they lost translations ({@link org.bootlink.jit.LostPages}).
 *
 * <h2>Tried and left out</h2>
 *
 * <p>Translating whatever of a page was seen once, after a million steps in that page: starting 500 programs cost
 * the browser three times what it costs without translation. Its compilers take more than a microsecond for each
 * byte of WebAssembly, a guest instruction has 50 of them, and V8 optimizes a function once it was called some 13
 * MB divided by its size times, however little of it a call executes. For the same reason not every 32nd or 64th
 * exit counts as a sample. Waiting for 16,000 executions: starting programs cost less, but page
 * faults, whose code is wide, took twice the interpreter's time for a minute.
 *
 * <p>A function for the TLB check of all accesses of a kind, in each module or shared through the table: a third
 * less WebAssembly and a fifth less work for the compilers, but system calls took 1.4 and 2.5 times what they take
 * with the check in place. Only for blocks in which no hart was found, it made no difference. Asking for
 * hotter code the more was translated lately: starting programs cost less the first time, but more for the next
 * twenty, because regions that are translated one by one are left again and again for those that are not.
 *
 * <p>Two loads fewer in what goes from region to region, pc once and a slot's two words as one: in seven runs on a
 * busy computer no difference could be told in integer work, system calls or page faults.
 *
 * <p>On the JVM, translating whatever of a page was executed once the page was hot: HotSpot keeps what it gets for
 * thousands of calls in code slower than our interpreter, and starting programs took four times what that takes.
 * Translating behind calls as in the browser: starting programs took a third longer, integer work a fifth.
 * Looking at harts a quarter or a sixteenth as often, so that C2's code, which drops branches never taken, seldom
 * finds steps used up: nothing gained, and starting programs got slower.
 *
 * <p>A function for each callee, in a table slot that its callers know for good, which compares the callee's slot
 * with a constant and calls the one region, so that the host foresees where: system calls and pipes took 0 to 5 %
 * less, starting programs as long as without.
 *
 * <p>A small table of slots and what they lead to, instead of reading the decoded slots, whose lines and pages are
 * seldom in the host's caches: of the samples in {@code Links} as many came to be at that table. Nesting calls of
 * regions whose registers are in locals, too: no more than a hundredth.
 *
 * <p>Having accesses in loops remember the page that they went to last, and what the TLB said of it, where only
 * sums and shifts lead to their address: copying took a tenth less, everything else as long as without. V8 keeps
 * the locals that this takes on its stack and moves others there to compare them, which is what the TLB entry
 * costs.
 *
 * <p>Not entering short blocks: since regions link without Java, leaving translated code for two instructions
 * costs more than any entry.
 *
 * <p>Depends on exec (slots), hart (layout), isa, memory, and code (what is written); knows no back end.
 */
package org.bootlink.jit;
