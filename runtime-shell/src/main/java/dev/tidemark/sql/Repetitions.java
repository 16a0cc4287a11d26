package dev.tidemark.sql;

import java.util.ArrayDeque;
import java.util.Deque;

/** How often a regular expression must repeat something, loops within loops multiplied. */
final class Repetitions {

  private static final long MOST = 1L << 31;

  private final String text;
  private final Deque<Long> outer = new ArrayDeque<>();
  private int at;
  private long inGroup = 1;
  private long last = 1;

  private Repetitions(String text) {
    this.text = text;
  }

  /** At least 1; no less than the least number of turns of the innermost loop. */
  static long of(String text) {
    Repetitions repetitions = new Repetitions(text);
    while (repetitions.at < text.length()) {
      repetitions.next();
    }
    return repetitions.most();
  }

  private long most() {
    long most = inGroup;
    for (long group : outer) {
      most = Math.max(most, group);
    }
    return most;
  }

  private void next() {
    char c = text.charAt(at++);
    switch (c) {
      case '\\' -> {
        at++;
        last = 1;
      }
      case '(' -> {
        outer.push(inGroup);
        inGroup = 1;
        last = 1;
      }
      case ')' -> {
        last = inGroup;
        inGroup = outer.isEmpty() ? last : Math.max(outer.pop(), last);
      }
      case '{' -> repeat();
      case '*', '+', '?' -> {}
      default -> last = 1;
    }
  }

  /** The least number of {@code {n,m}}. */
  private void repeat() {
    long count = 0;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      count = Math.min(MOST, count * 10 + Character.digit(text.charAt(at++), 10));
    }
    last = Math.min(MOST, last * Math.max(count, 1));
    inGroup = Math.max(inGroup, last);
  }
}
