package dev.tidemark.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much is logged. What is from the start, logback.xml says. */
final class LogLevels {

  private LogLevels() {}

  /** Everything of ours, and the milestones of the libraries. */
  static void raise() {
    if (LoggerFactory.getLogger("dev.tidemark") instanceof Logger ours) {
      ours.setLevel(Level.DEBUG);
    }
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.INFO);
    }
  }
}
