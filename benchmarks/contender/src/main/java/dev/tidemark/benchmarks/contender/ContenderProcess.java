package dev.tidemark.benchmarks.contender;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;

/**
 * A contender's own process: reads one task a line from standard input, does it, and answers with
 * one line on standard output, {@code done} and what was used, or {@code failed} and why. Ends at
 * the end of its input.
 */
public final class ContenderProcess {
  private final Contender contender;
  private final PrintStream answers;
  private final HeapInUse heap = new HeapInUse();

  ContenderProcess(Contender contender, PrintStream answers) {
    this.contender = contender;
    this.answers = answers;
  }

  /** Starts the contender whose class is named by the one argument. */
  public static void main(String[] arguments) throws Exception {
    var answers = System.out;
    // What a framework prints must not look like an answer.
    System.setOut(System.err);
    var type = Class.forName(arguments[0]).asSubclass(Contender.class);
    var contender = type.getDeclaredConstructor().newInstance();
    var tasks = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    new ContenderProcess(contender, answers).serve(tasks);
    // Frameworks leave threads behind that would hold the process.
    System.exit(0);
  }

  void serve(BufferedReader tasks) throws IOException {
    for (var line = tasks.readLine(); line != null; line = tasks.readLine()) {
      answers.println(answer(line));
      answers.flush();
      // What a turn leaves behind isn't the next one's heap.
      System.gc();
    }
  }

  private String answer(String line) {
    try {
      heap.begin();
      contender.run(Task.parse(line));
      return "done\theap=" + heap.most();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(e);
    } catch (Exception e) {
      return failed(e);
    } catch (Error e) {
      // Told, too, or the other side would wait; then it ends this process.
      answers.println(failed(e));
      answers.flush();
      throw e;
    }
  }

  private static String failed(Throwable failure) {
    failure.printStackTrace();
    return "failed " + String.valueOf(failure).replaceAll("\\s+", " ");
  }
}
