// SPDX-License-Identifier: Apache-2.0
package org.bootlink.script;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bootlink.session.InputEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {
  @Test
  void readsEveryKindOfAction() {
    Script script = Script.parse("# comment\n\nat 5 size 132 43\r\nat 6 rate 1000\nat 7 idle 80\n"
        + "at 8 reset\nat 9 digest");
    assertEquals(List.of(
        new Action(5, new InputEvent.ConsoleResize(132, 43)), new Action(6, new InputEvent.ClockRate(1000)),
        new Action(7, new InputEvent.IdleUntil(80)), new Action(8, new InputEvent.Reset()),
        Action.digest(9)), script.actions());
  }

  @Test
  void undoesEscapesInTypedText() {
    Script script = Script.parse("at 1 type  a\\\\b\\n\\r\\t\\x04\\xfF \n");
    byte[] typed = ((InputEvent.ConsoleInput) script.actions().get(0).input()).bytes();
    assertArrayEquals(" a\\b\n\r\t\u0004\u00ff ".getBytes(StandardCharsets.ISO_8859_1), typed);
  }

  @Test
  void sortsByStepAndKeepsTheOrderWithinOne() {
    Script script = Script.parse("every 10 until 25 digest\nat 10 reset\nat 5 digest\n");
    assertEquals(List.of(Action.digest(5), Action.digest(10), new Action(10, new InputEvent.Reset()),
        Action.digest(20)), script.actions());
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "at", "at x digest", "at -1 digest", "at 99999999999999999999 digest", "at 1 dance", "at 1 digest now",
    "at 1 size 80", "at 1 size 0 1", "at 1 size 80 65536", "at 1 rate 0", "at 1 type \\", "at 1 type \\x0g",
    "at 1 type \\x0", "at 1 type \u00e4", "every 0 until 5 digest", "every 5 digest", "in 5 digest",
    "every 1 until 9007199254740992 digest", " at 1 digest"
  })
  void namesTheLineThatIsWrong(String line) {
    var e = assertThrows(BadScriptException.class, () -> Script.parse("at 1 reset\n" + line));
    assertTrue(e.getMessage().startsWith("line 2 "), e.getMessage());
  }
}
