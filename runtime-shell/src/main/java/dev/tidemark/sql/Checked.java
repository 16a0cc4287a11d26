package dev.tidemark.sql;

import java.time.DateTimeException;
import java.util.Set;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Takes expressions of one query from what was parsed to what runs. Not thread-safe. */
final class Checked {

  private final Names names;
  private final ExpressionValidator validator;
  private final ExpressionCompiler compiler;

  Checked(String text, Names names) {
    this.names = names;
    this.validator = ExpressionValidator.over(names.schema());
    this.compiler = new ExpressionCompiler(names.schema(), validator, new SourceText(text));
  }

  /** The columns that anything compiled so far reads. */
  Set<String> reads() {
    return compiler.reads();
  }

  Compiled compile(SqlNode parsed) throws InvalidSqlException {
    StatelessCheck.check(parsed, names);
    return compiled(parsed, ColumnNames.resolved(parsed, names));
  }

  /** The same, but a name that leads into JSON stands for all that is there, not for a text. */
  Compiled compileWhole(SqlNode parsed) throws InvalidSqlException {
    StatelessCheck.check(parsed, names);
    return parsed instanceof SqlIdentifier name && !ColumnNames.isCurrentTime(name)
        ? compiled(parsed, names.whole(name))
        : compiled(parsed, ColumnNames.resolved(parsed, names));
  }

  private Compiled compiled(SqlNode parsed, SqlNode expression) throws InvalidSqlException {
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
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | ArithmeticException
        | DateTimeException e) {
      // The validator's own surprises, for example at a year of five digits.
      throw new InvalidSqlException(
          parsed.getParserPosition(), "a constant in it is out of range or wrongly written");
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
        first.contains("'<DATE> - <DATE>'") || first.contains("'<TIMESTAMP(6)> - <TIMESTAMP(6)>'")
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
