package dev.tidemark.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** Command lines in a folder, and what each printed. */
final class Session {

  /** What a command line answered. */
  record Answer(int code, String out, String err) {}

  private final Path folder;
  private final Map<String, String> variables = new LinkedHashMap<>();

  Session(Path folder) {
    this.folder = folder;
  }

  Session with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  Answer run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(
            new PrintWriter(out),
            new PrintWriter(err),
            Terminal.NONE,
            variables,
            folder.resolve("home"),
            folder,
            InstantSource.system(),
            ZoneOffset.UTC);
    int code = Main.execute(surroundings, args);
    surroundings.err().flush();
    return new Answer(code, shown(out), shown(err));
  }

  private String shown(StringWriter text) {
    return text.toString().replace("\r\n", "\n").replace(folder.toString(), "<FOLDER>");
  }
}
