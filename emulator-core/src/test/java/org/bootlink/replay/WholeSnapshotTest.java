// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bootlink.board.BadImageException;
import org.bootlink.board.BootPlan;
import org.bootlink.board.MachineState;
import org.bootlink.board.MemoryMap;
import org.bootlink.session.BadSessionException;
import org.bootlink.session.InputEvent;
import org.bootlink.session.Recording;
import org.bootlink.testing.Assembler;
import org.junit.jupiter.api.Test;

/** Snapshots that hold RAM whole: their machine goes on without its images, which only a reset needs. */
class WholeSnapshotTest {
  private static final byte[] KERNEL = Guest.program();
  private static final InputEvent RESET = new InputEvent.Reset();
  private static final int MORE_STEPS = 1000;

  private final Guest original = new Guest().type("some keys", Guest.SECOND / 7);
  private final byte[] file = original.saveWhole();

  private static Guest withoutKernel(byte[] file) {
    return Guest.withoutKernel(KERNEL.length, Snapshot.read(Snapshot.onHeap(file)).plan()).restore(file);
  }

  private static InputEvent typed(String text) {
    return new InputEvent.ConsoleInput(text.getBytes());
  }

  @Test
  void aMachineWithoutItsImagesGoesOnAsTheOneThatWasSaved() {
    Guest late = withoutKernel(file);
    assertEquals(original.digest(), late.digest());
    for (Guest guest : new Guest[] {original, late}) {
      guest.machine.apply(typed("and more"));
      guest.machine.run(MORE_STEPS);
      guest.machine.skipToDeadline();
      guest.machine.run(MORE_STEPS);
    }
    assertEquals(original.digest(), late.digest());
  }

  @Test
  void machinesThatHaveTheirImagesTakeItToo() {
    assertEquals(original.digest(), new Guest().restore(file).digest());
    Guest used = new Guest().type("something else, and a lot of it", Guest.SECOND / 50);
    used.machine.ram().writeI64(used.machine.ram().basePa() + 0x80_0000, 42);
    assertEquals(original.digest(), used.restore(file).digest());
    assertEquals(original.digest(), withoutKernel(file).bring(KERNEL).digest());
  }

  @Test
  void aResetWaitsForTheImagesAndWhatIsTypedMeanwhileComesAfterIt() {
    Guest late = withoutKernel(file);
    Guest early = new Guest().restore(file);
    Recorder lateRecorder = new Recorder(late.machine, Guest.header());
    Recorder earlyRecorder = new Recorder(early.machine, Guest.header());
    long steps = late.machine.steps();
    late.machine.apply(RESET);
    assertEquals(MachineState.WAITING_FOR_IMAGES, late.machine.run(MORE_STEPS));
    late.machine.apply(typed("meanwhile"));
    assertEquals(MachineState.WAITING_FOR_IMAGES, late.machine.run(MORE_STEPS));
    assertEquals(steps, late.machine.steps());
    assertTrue(late.machine.waitsForHost());
    late.bring(KERNEL);
    late.machine.apply(typed("before it runs"));
    early.machine.apply(RESET);
    early.machine.apply(typed("meanwhile"));
    early.machine.apply(typed("before it runs"));
    assertEquals(early.machine.run(MORE_STEPS), late.machine.run(MORE_STEPS));
    assertEquals(early.digest(), late.digest());
    Recording recording = lateRecorder.recording("", "", 0);
    assertArrayEquals(earlyRecorder.recording("", "", 0).toBytes(), recording.toBytes());

    Replay replay = new Replay(new Guest().restore(file).machine, recording);
    assertEquals(Replay.State.ENDED, replay.advance(2 * MORE_STEPS, Long.MAX_VALUE), replay.divergence());
    assertEquals(1, replay.verified());
  }

  @Test
  void aMachineThatIsOffIsSwitchedOnWhenTheImagesAreHere() {
    byte[] kernel = new Assembler(MemoryMap.RAM_PA)
        .li(T0, MemoryMap.TEST_FINISHER_PA).li(T1, 0x5555).sw(T1, 0, T0).space(64).assemble();
    Guest off = new Guest(kernel);
    assertEquals(MachineState.OFF, off.machine.run(MORE_STEPS));
    Guest late = Guest.withoutKernel(kernel.length, off.machine.plan()).restore(off.saveWhole());
    assertEquals(MachineState.OFF, late.machine.run(MORE_STEPS));
    long steps = late.machine.steps();
    late.machine.apply(RESET);
    assertEquals(MachineState.WAITING_FOR_IMAGES, late.machine.run(MORE_STEPS));
    late.bring(kernel);
    assertEquals(MachineState.OFF, late.machine.run(MORE_STEPS));
    assertNotEquals(steps, late.machine.steps());
  }

  @Test
  void whatIsSavedWithoutImagesIsWholeAndWhatWaitsForThemIsNotSaved() {
    Guest late = withoutKernel(file).type("more", Guest.SECOND / 7);
    byte[] again = late.save();
    assertNotNull(Snapshot.read(Snapshot.onHeap(again)).plan());
    assertEquals(late.digest(), withoutKernel(again).digest());
    late.machine.apply(RESET);
    assertThrows(BadSessionException.class, late::save);
  }

  @Test
  void aSnapshotThatIsNotWholeNeedsTheImages() {
    Guest late = Guest.withoutKernel(KERNEL.length, original.machine.plan());
    BadSessionException e = assertThrows(BadSessionException.class, () -> late.restore(original.save()));
    assertTrue(e.getMessage().contains("images"), e.getMessage());
  }

  @Test
  void imagesThatGoElsewhereThanThoseOfTheSavedMachineAreDeclined() {
    BootPlan plan = original.machine.plan();
    BootPlan other = new BootPlan(plan.entryPa() + 4, plan.kernelEntryPa(), plan.dtbPa(), 0, 0);
    Guest late = Guest.withoutKernel(KERNEL.length, other);
    assertThrows(BadImageException.class, () -> late.bring(KERNEL));
  }
}
