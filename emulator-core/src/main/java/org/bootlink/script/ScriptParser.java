// SPDX-License-Identifier: Apache-2.0
package org.bootlink.script;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.bootlink.session.InputEvent;
import org.bootlink.time.VirtualClock;

/** Reads the text form that {@link Script#parse} describes. */
final class ScriptParser {
  /** More than a machine runs in a year. */
  private static final long MAX_STEPS = 1L << 53;
  private static final long MAX_TICKS = 1L << 53;
  private static final int MAX_ACTIONS = 1_000_000;
  private static final int MAX_TERMINAL_SIZE = 65_535;

  private final List<Action> actions = new ArrayList<>();
  private int line;
  /** What is not read yet of the present line. */
  private String rest;

  Script parse(String text) {
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      line++;
      rest = text.substring(start, end > start && text.charAt(end - 1) == '\r' ? end - 1 : end);
      if (!rest.isBlank() && rest.charAt(0) != '#') {
        parseLine();
      }
      start = end + 1;
    }
    return new Script(actions);
  }

  private void parseLine() {
    String first = word();
    switch (first) {
      case "at" -> at(number(0, MAX_STEPS));
      case "every" -> every(number(1, MAX_STEPS));
      default -> throw bad("“" + first + "” is neither “at” nor “every”");
    }
  }

  private void at(long step) {
    String action = word();
    if (action.equals("type")) {
      add(step, new InputEvent.ConsoleInput(text()));
      return;
    }
    switch (action) {
      case "size" -> add(step, new InputEvent.ConsoleResize((int) number(1, MAX_TERMINAL_SIZE),
          (int) number(1, MAX_TERMINAL_SIZE)));
      case "rate" -> add(step, new InputEvent.ClockRate(
          number(VirtualClock.MIN_STEPS_PER_SECOND, VirtualClock.MAX_STEPS_PER_SECOND)));
      case "idle" -> add(step, new InputEvent.IdleUntil(number(0, MAX_TICKS)));
      case "reset" -> add(step, new InputEvent.Reset());
      case "digest" -> add(step, null);
      default -> throw bad("there is no “" + action + "”");
    }
    requireEnd();
  }

  private void every(long interval) {
    requireWord("until");
    long last = number(0, MAX_STEPS);
    requireWord("digest");
    requireEnd();
    for (long step = interval; step <= last; step += interval) {
      add(step, null);
    }
  }

  private void add(long step, InputEvent input) {
    if (actions.size() == MAX_ACTIONS) {
      throw bad("more than " + MAX_ACTIONS + " actions");
    }
    actions.add(new Action(step, input));
  }

  private String word() {
    int space = rest.indexOf(' ');
    String word = space < 0 ? rest : rest.substring(0, space);
    rest = space < 0 ? "" : rest.substring(space + 1);
    return word;
  }

  private long number(long min, long max) {
    String word = word();
    long value = -1;
    try {
      value = Long.parseLong(word);
    } catch (NumberFormatException e) {
      // Out of every range.
    }
    if (value < min || value > max) {
      throw bad("“" + word + "” is not a number from " + min + " to " + max);
    }
    return value;
  }

  private void requireWord(String expected) {
    String word = word();
    if (!word.equals(expected)) {
      throw bad("“" + word + "” instead of “" + expected + "”");
    }
  }

  private void requireEnd() {
    if (!rest.isEmpty()) {
      throw bad("“" + rest + "” is too much");
    }
  }

  /** The rest of the line, with its escapes undone. */
  private byte[] text() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      if (c < ' ' || c > '~') {
        throw bad("a character that is not printable ASCII; write \\xHH");
      }
      if (c != '\\') {
        bytes.write(c);
        continue;
      }
      char escape = ++i < rest.length() ? rest.charAt(i) : 0;
      switch (escape) {
        case 'n' -> bytes.write('\n');
        case 'r' -> bytes.write('\r');
        case 't' -> bytes.write('\t');
        case '\\' -> bytes.write('\\');
        case 'x' -> {
          bytes.write(hexDigit(i + 1) << 4 | hexDigit(i + 2));
          i += 2;
        }
        default -> throw bad("a backslash must be followed by n, r, t, \\ or xHH");
      }
    }
    return bytes.toByteArray();
  }

  private int hexDigit(int index) {
    int digit = index < rest.length() ? Character.digit(rest.charAt(index), 16) : -1;
    if (digit < 0) {
      throw bad("\\x must be followed by two hexadecimal digits");
    }
    return digit;
  }

  private BadScriptException bad(String message) {
    return new BadScriptException(line, message);
  }
}
