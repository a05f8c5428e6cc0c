// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bootlink.board.BadConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HeadlessRunnerTest {
  private final InputQueue input = new InputQueue();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @Test
  void bytesGoStraightThroughBothWaysAndPowerOffIsStatusZero() throws Exception {
    String text = "h\u00e4llo \u4f60\u597d \u001b[A\u0000\u0001\r\nq";
    input.put(new HostEvent.Input(text.getBytes(UTF_8)));
    HeadlessRunner.Outcome outcome = boot(GuestPrograms.echo()).run();
    assertEquals(0, outcome.status());
    assertNull(outcome.message());
    assertEquals(text, output.toString(UTF_8));
  }

  @Test
  void aReaderFeedsAWholePipeAndItsEndDoesNotEndTheMachine() throws Exception {
    byte[] pipe = ("x".repeat(50_000) + "q").getBytes(UTF_8);
    new InputReader(new ByteArrayInputStream(pipe), input, null).start();
    assertEquals(0, boot(GuestPrograms.echo()).run().status());
    assertEquals(pipe.length, output.size());
  }

  @Test
  void theGuestsFailureCodeIsTheStatus() throws Exception {
    HeadlessRunner.Outcome outcome = boot(GuestPrograms.fail(7)).run();
    assertEquals(7, outcome.status());
    assertFalse(outcome.message().isEmpty());
  }

  @Test
  void aFailureIsNeverStatusZero() throws Exception {
    assertEquals(1, boot(GuestPrograms.fail(256)).run().status());
    assertEquals(1, boot(GuestPrograms.fail(1)).run().status());
  }

  @Test
  void aMachineThatCanNeverGoOnFailsWithTheReason() throws Exception {
    HeadlessRunner.Outcome outcome = boot(GuestPrograms.waitForNothing()).run();
    assertEquals(1, outcome.status());
    assertTrue(outcome.message().contains("0x8000"), outcome.message());
  }

  @Test
  void quitStopsARunningMachine() throws Exception {
    input.put(new HostEvent.Input("abc".getBytes(UTF_8)));
    input.put(new HostEvent.Resize(132, 43));
    input.put(new HostEvent.Quit());
    assertEquals(0, boot(GuestPrograms.echo()).run().status());
  }

  @Test
  void outputThatCannotBeWrittenEndsIt() throws Exception {
    input.put(new HostEvent.Input("abc".getBytes(UTF_8)));
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    HeadlessRunner runner = new HeadlessRunner(request(GuestPrograms.echo(), 16), input, closed);
    assertEquals("Broken pipe", assertThrows(IOException.class, runner::run).getMessage());
  }

  @Test
  void whatCannotBeMadeIsToldBeforeAnythingRuns() {
    assertThrows(BadConfigurationException.class, () -> boot(null));
    assertThrows(
        BadConfigurationException.class,
        () -> new HeadlessRunner(request(GuestPrograms.echo(), 1_000_000), input, output));
    byte[] larger = new byte[17 << 20];
    assertThrows(BadConfigurationException.class, () -> boot(larger));
  }

  private HeadlessRunner boot(byte[] kernel) {
    return new HeadlessRunner(request(kernel, 16), input, output);
  }

  private static BootRequest request(byte[] kernel, int memoryMiB) {
    return new BootRequest(memoryMiB, 1, null, kernel, null, "", List.of(), 0, 1, 80, 24);
  }
}
