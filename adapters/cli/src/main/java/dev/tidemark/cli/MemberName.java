package dev.tidemark.cli;

import dev.tidemark.failure.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process is called among shared runners: as it was told, else by its host and the first
 * number that no living process of this host has. Such a number is held by a file lock, so a
 * process that died hands its name on to the one that takes its place, and one that is frozen keeps
 * it.
 */
final class MemberName implements AutoCloseable {

  static final String VARIABLE = "TIDEMARK_MEMBER";

  private static final Logger LOG = LoggerFactory.getLogger(MemberName.class);
  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,200}");
  private static final int MOST = 1_000;

  private final String text;
  private final @Nullable FileChannel held;

  private MemberName(String text, @Nullable FileChannel held) {
    this.text = text;
    this.held = held;
  }

  /** The name for one who runs this pipeline; held until it is closed. */
  static MemberName of(Surroundings in, Optional<String> option, String pipeline) {
    Optional<String> told =
        option.or(
            () ->
                Optional.ofNullable(in.environment().get(VARIABLE))
                    .filter(name -> !name.isBlank()));
    if (told.isEmpty()) {
      return numbered(pipeline);
    }
    if (!LEGAL.matcher(told.get()).matches()) {
      throw new CommandFailure(
          ErrorCode.COMMAND_LINE,
          "'%s' is no member's name: letters, digits, '.', '_' and '-'".formatted(told.get()));
    }
    return new MemberName(told.get(), null);
  }

  private static MemberName numbered(String pipeline) {
    String host = host();
    Path folder =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "tidemark-members-" + System.getProperty("user.name", "").replaceAll("\\W", "_"));
    for (int number = 1; number <= MOST; number++) {
      try {
        Files.createDirectories(folder);
        FileChannel channel =
            FileChannel.open(
                folder.resolve(pipeline + "." + number),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return new MemberName(host + "-" + number, channel);
        }
        channel.close();
      } catch (IOException unusable) {
        throw new CommandFailure(
            ErrorCode.NOT_POSSIBLE,
            "can't find out which member this is: %s can't be locked; name it with --member"
                .formatted(folder));
      }
    }
    throw new CommandFailure(ErrorCode.NOT_POSSIBLE, "name this member with --member");
  }

  private static String host() {
    try {
      String name = InetAddress.getLocalHost().getHostName().replaceAll("[^a-zA-Z0-9._-]", "-");
      return name.length() > 150 ? name.substring(0, 150) : name;
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }

  String text() {
    return text;
  }

  @Override
  public void close() {
    FileChannel channel = held;
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException notClosed) {
        // The name goes free when the process ends, at the latest.
        LOG.atDebug()
            .addKeyValue("member", text)
            .setCause(notClosed)
            .log("member's name not given back");
      }
    }
  }
}
