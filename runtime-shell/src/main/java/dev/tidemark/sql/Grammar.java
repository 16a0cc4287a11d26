package dev.tidemark.sql;

import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/**
 * How text is read: names as they are written, texts in single quotes, {@code %} and {@code !=}.
 */
final class Grammar {

  static final SqlConformance CONFORMANCE = new Lenient();

  private static final SqlParser.Config CONFIG =
      SqlParser.config()
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.UNCHANGED)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(true)
          .withIdentifierMaxLength(1024)
          .withConformance(CONFORMANCE);

  private Grammar() {}

  static SqlNode query(String text) throws InvalidSqlException {
    String checked = QueryText.checked(text);
    try {
      return SqlParser.create(checked, CONFIG).parseStmt();
    } catch (SqlParseException e) {
      throw ParseProblem.of(e);
    } catch (StackOverflowError e) {
      throw new InvalidSqlException(1, 1, StatelessCheck.TOO_DEEP);
    }
  }

  static SqlNode expression(String text) throws InvalidSqlException {
    String checked = QueryText.checked(text);
    try {
      return SqlParser.create(checked, CONFIG).parseExpression();
    } catch (SqlParseException e) {
      throw ParseProblem.of(e);
    } catch (StackOverflowError e) {
      throw new InvalidSqlException(1, 1, StatelessCheck.TOO_DEEP);
    }
  }

  private static final class Lenient extends SqlDelegatingConformance {
    Lenient() {
      super(SqlConformanceEnum.DEFAULT);
    }

    @Override
    public boolean isPercentRemainderAllowed() {
      return true;
    }

    @Override
    public boolean isBangEqualAllowed() {
      return true;
    }
  }
}
