package dev.tidemark.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;

/** Writes log lines so that they stand above a progress line, not in it. Named in logback.xml. */
public final class LogLines extends ConsoleAppender<ILoggingEvent> {

  @Override
  protected void subAppend(ILoggingEvent event) {
    ProgressDisplay.aside(() -> super.subAppend(event));
  }
}
