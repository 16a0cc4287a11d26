package dev.tidemark.flow.load;

import dev.tidemark.document.Document;
import dev.tidemark.document.FlowProblem;
import dev.tidemark.document.JsonDocument;
import dev.tidemark.document.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reads and checks flows. Never throws for what a user wrote: that is in the answer. */
public final class Flows {
  private static final int LARGEST = 2_000_000;

  private Flows() {}

  /** Reads a file: JSON when it is called so, else YAML. */
  public static FlowCheck load(Path file, FlowEnvironment environment) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      Path folder = file.toAbsolutePath().normalize().getParent();
      return bytes.length > LARGEST
          ? unreadable(file, "larger than 2 MB, which no flow is", "")
          : read(file.toString(), bytes, folder == null ? file : folder, environment);
    } catch (NoSuchFileException missing) {
      return unreadable(file, "there is no such file", "");
    } catch (IOException bad) {
      boolean folder = Files.isDirectory(file);
      return unreadable(
          file,
          folder ? "it is a folder, not a flow" : "it can't be read",
          folder ? "name the file in it" : "see to its permissions");
    }
  }

  private static FlowCheck unreadable(Path file, String message, String hint) {
    return FlowCheck.failed(
        file.toString(), List.of(new FlowProblem(file.toString(), 0, 0, "", message, hint)));
  }

  private static FlowCheck read(
      String file, byte[] bytes, Path folder, FlowEnvironment environment) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return read(file, text, folder, environment);
    } catch (CharacterCodingException bad) {
      return FlowCheck.failed(
          file,
          List.of(new FlowProblem(file, 0, 0, "", "it is not UTF-8 text", "save it as UTF-8")));
    }
  }

  /**
   * Reads a text.
   *
   * @param file its name, for messages; ends in {@code .json} when it is JSON
   * @param folder what its relative paths are relative to
   */
  public static FlowCheck read(String file, String text, Path folder, FlowEnvironment environment) {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    Document document =
        file.toLowerCase(Locale.ROOT).endsWith(".json")
            ? JsonDocument.read(file, plain)
            : YamlDocument.read(file, plain);
    return document.readable()
        ? new FlowChecker(document, folder.toAbsolutePath().normalize(), environment).check()
        : FlowCheck.failed(file, document.problems());
  }
}
