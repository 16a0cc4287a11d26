package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.StageContext;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Owner;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** Writes until the system refuses, and says what it was told: {@code TARGET}. */
public final class FullDisk {

  static final int RECORDS = 100_000;
  private static final int STEP = 1_000;

  private FullDisk() {}

  public static void main(String[] arguments) throws Exception {
    try (FileSink sink = sink(Path.of(arguments[0]))) {
      load(sink, new Owner(1, "first"));
    } catch (ConnectorException.Retryable refused) {
      System.out.println(refused.reason());
    }
  }

  static FileSink sink(Path target) {
    var settings = Fixture.settings(new FileSinkType().settings(), Map.of("path", target));
    return FileSink.open(
        new StageContext("orders", "out", false, settings, 1024),
        new LocalDisk(),
        InstantSource.system());
  }

  /** Goes on from where the sink stands; answers where that was. */
  static int load(FileSink sink, Owner owner) throws Exception {
    sink.claim(owner);
    sink.prepare(SampleLoad.COLUMNS);
    sink.open(SampleLoad.opening(owner, 1));
    int from = Integer.parseInt(sink.lookUp().rows().get(0).position().text());
    for (int at = from; at < RECORDS; at += STEP) {
      int unused = sink.write(SampleLoad.delivery(owner, 1, at, at + STEP));
    }
    sink.finish(owner);
    return from;
  }
}
