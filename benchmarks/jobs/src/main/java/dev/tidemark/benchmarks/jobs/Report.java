package dev.tidemark.benchmarks.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lines of one job as a table, for a terminal or for a page. */
record Report(Job job, List<Line> lines) {
  private static final List<String> HEAD =
      List.of(
          "contender",
          "records/s",
          "min",
          "max",
          "of the limit",
          "Tidemark to it",
          "CPU s/M",
          "to the limit's",
          "servers' CPU s/M",
          "peak MB",
          "heap MB");

  /** As lines of equal columns. */
  String text() {
    List<List<String>> rows = rows();
    StringBuilder text = new StringBuilder(job.name() + "  " + job.title() + "\n");
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = rows.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
        text.append(("%" + (i == 0 ? "-" : "") + width + "s").formatted(row.get(i)));
        text.append(i + 1 < row.size() ? "  " : "\n");
      }
    }
    return text.toString();
  }

  /** As a table of Markdown. */
  String markdown() {
    StringBuilder text = new StringBuilder("### " + job.name() + ": " + job.title() + "\n\n");
    List<List<String>> rows = rows();
    for (int i = 0; i < rows.size(); i++) {
      text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        text.append("| --- |").append(" ---: |".repeat(HEAD.size() - 1)).append('\n');
      }
    }
    return text.append('\n').toString();
  }

  /** All turns of all jobs. */
  static String json(List<Report> reports) throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode lines = mapper.createArrayNode();
    for (Report report : reports) {
      for (Line line : report.lines()) {
        ObjectNode node = lines.addObject();
        node.put("job", report.job().name()).put("contender", line.entrant().name());
        node.put("records", line.records()).put("peak_mb", line.memory());
        node.set("turns", mapper.valueToTree(line.turns()));
      }
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(lines) + "\n";
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    lines.forEach(line -> rows.add(row(line)));
    return rows;
  }

  private List<String> row(Line line) {
    Optional<Line> limit = beside(line, Entrant.Role.LIMIT);
    Optional<Line> subject = beside(line, Entrant.Role.SUBJECT);
    return List.of(
        line.entrant().name(),
        whole(line.rate()),
        whole(line.slowest()),
        whole(line.fastest()),
        limit.map(other -> ratio(line.rate() / other.rate())).orElse("-"),
        subject.map(other -> ratio(other.rate() / line.rate())).orElse("-"),
        places(line.cpu()),
        limit.map(other -> ratio(line.cpu() / other.cpu())).orElse("-"),
        places(line.serverCpu()),
        whole(line.memory()),
        line.heap() == 0 ? "-" : whole(line.heap()));
  }

  /** The line of a role with the same settings, where a job has several. */
  private Optional<Line> beside(Line line, Entrant.Role role) {
    return lines.stream()
        .filter(each -> each.entrant().role() == role)
        .filter(each -> each.entrant().settings().equals(line.entrant().settings()))
        .findFirst();
  }

  private static String whole(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  private static String ratio(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  private static String places(double number) {
    return String.format(Locale.ROOT, number < 0.1 ? "%.3f" : "%.2f", number);
  }
}
