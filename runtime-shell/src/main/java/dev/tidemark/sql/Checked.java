package dev.tidemark.sql;

import dev.tidemark.record.Schema;
import java.util.Set;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Takes expressions of one query from what was parsed to what runs. Not thread-safe. */
final class Checked {

  private final Schema schema;
  private final String alias;
  private final ExpressionValidator validator;
  private final ExpressionCompiler compiler;

  Checked(String text, Schema schema, String alias) {
    this.schema = schema;
    this.alias = alias;
    this.validator = ExpressionValidator.over(schema);
    this.compiler = new ExpressionCompiler(schema, validator, new SourceText(text));
  }

  /** The columns that anything compiled so far reads. */
  Set<String> reads() {
    return compiler.reads();
  }

  Compiled compile(SqlNode parsed) throws InvalidSqlException {
    StatelessCheck.check(parsed, schema, alias);
    SqlNode expression = ColumnNames.unqualified(parsed);
    try {
      return compiler.compile(validator.check(expression));
    } catch (CalciteContextException e) {
      SqlParserPos at =
          e.getPosLine() > 0
              ? new SqlParserPos(e.getPosLine(), e.getPosColumn())
              : parsed.getParserPosition();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new InvalidSqlException(at, plain(cause));
    } catch (CalciteException | UnsupportedOperationException | BadValueException e) {
      throw new InvalidSqlException(parsed.getParserPosition(), plain(e));
    } catch (StackOverflowError e) {
      throw new InvalidSqlException(parsed.getParserPosition(), StatelessCheck.TOO_DEEP);
    }
  }

  /** The validator's message, without the page of supported forms and our own widest decimal. */
  private static String plain(Throwable said) {
    String message = said.getMessage() == null ? "not supported" : said.getMessage();
    int forms = message.indexOf(" Supported form(s)");
    String first = forms < 0 ? message.lines().findFirst().orElse("") : message.substring(0, forms);
    String hint =
        first.startsWith("Cannot apply '-'") && first.contains("<DATE> - <DATE>")
                || first.contains("<TIMESTAMP(6)> - <TIMESTAMP(6)>")
            ? " Use TIMESTAMPDIFF(DAY, earlier, later)."
            : "";
    return (first + hint)
        .replace(" CHARACTER SET \"UTF-8\"", "")
        .replace("DECIMAL(" + SqlTypes.ANY_PRECISION + ", " + SqlTypes.ANY_SCALE + ")", "DECIMAL")
        .replace("TIMESTAMP(6)", "TIMESTAMP")
        .replace("TIME(6)", "TIME")
        .replace(" NOT NULL", "");
  }
}
