package dev.tidemark.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlSingleOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;

/**
 * The functions on offer, by name in any case. Those that are not listed here don't exist for a
 * query, so none can bring chance, or an effect, into a transform (Delivery 27).
 */
final class Functions {

  private static final Map<String, Function> BY_NAME = new HashMap<>();

  /**
   * Of the standard ones, these are compiled by {@link ExpressionCompiler}, by their own syntax.
   */
  private static final List<String> SPECIAL =
      List.of(
          "CAST",
          "TRIM",
          "SUBSTRING",
          "POSITION",
          "OVERLAY",
          "EXTRACT",
          "FLOOR",
          "CEIL",
          "COALESCE",
          "NULLIF",
          "TIMESTAMPADD",
          "TIMESTAMPDIFF",
          "CURRENT_TIMESTAMP",
          "CURRENT_DATE",
          "CURRENT_TIME",
          "LOCALTIMESTAMP",
          "LOCALTIME",
          "JSON_VALUE",
          "JSON_QUERY",
          "CARDINALITY");

  static final SqlOperatorTable TABLE = new Table();

  static {
    TextFunctions.offer();
    NumberFunctions.offer();
    TimeFunctions.offer();
    ChoiceFunctions.offer();
  }

  private Functions() {}

  /** Adds a function whose first {@code least} arguments must be given. */
  static void offer(
      String name,
      SqlReturnTypeInference returns,
      int least,
      List<SqlTypeFamily> arguments,
      Function.Body body) {
    // One form for each count: with optional arguments, none would be checked, nor cast.
    List<SqlSingleOperandTypeChecker> forms = new ArrayList<>();
    for (int count = arguments.size(); count >= least; count--) {
      forms.add(OperandTypes.family(arguments.subList(0, count)));
    }
    add(
        name,
        returns,
        forms.size() == 1
            ? forms.get(0)
            : OperandTypes.or(forms.toArray(SqlSingleOperandTypeChecker[]::new)),
        body);
  }

  /** Adds a function of that exact number of arguments. */
  static void offer(
      String name,
      SqlReturnTypeInference returns,
      List<SqlTypeFamily> arguments,
      Function.Body body) {
    offer(name, returns, arguments.size(), arguments, body);
  }

  static void add(
      String name,
      SqlReturnTypeInference returns,
      org.apache.calcite.sql.type.SqlOperandTypeChecker checker,
      Function.Body body) {
    SqlOperator operator =
        SqlBasicFunction.create(name, returns, checker, SqlFunctionCategory.SYSTEM);
    BY_NAME.put(name, new Function(operator, body));
  }

  static Optional<Function> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toUpperCase(Locale.ROOT)));
  }

  /** Whether a query may call it, by table or by its own syntax. */
  static boolean offers(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return BY_NAME.containsKey(upper) || SPECIAL.contains(upper);
  }

  /** Every name, in order. */
  static List<String> names() {
    var names = new TreeSet<>(BY_NAME.keySet());
    names.addAll(SPECIAL);
    return List.copyOf(names);
  }

  /** What SQL calls by that name, whether it is offered or not: to say why it isn't. */
  static Optional<SqlOperator> standard(String name) {
    List<SqlOperator> found = new ArrayList<>();
    SqlStdOperatorTable.instance()
        .lookupOperatorOverloads(
            new SqlIdentifier(name, org.apache.calcite.sql.parser.SqlParserPos.ZERO),
            null,
            SqlSyntax.FUNCTION,
            found,
            SqlNameMatchers.withCaseSensitive(false));
    return found.stream().findFirst();
  }

  /** Families for {@code count} arguments of one kind. */
  static List<SqlTypeFamily> each(SqlTypeFamily family, int count) {
    return IntStream.range(0, count).mapToObj(i -> family).toList();
  }

  static org.apache.calcite.sql.SqlOperandCountRange atLeast(int count) {
    return SqlOperandCountRanges.from(count);
  }

  /** Our functions before the standard's, and names in any case. */
  private static final class Table implements SqlOperatorTable {

    private static final SqlNameMatcher ANY_CASE = SqlNameMatchers.withCaseSensitive(false);

    @Override
    public void lookupOperatorOverloads(
        SqlIdentifier name,
        @Nullable SqlFunctionCategory category,
        SqlSyntax syntax,
        List<SqlOperator> found,
        SqlNameMatcher matcher) {
      Optional<Function> own = name.isSimple() ? named(name.getSimple()) : Optional.empty();
      if (own.isPresent() && syntax == SqlSyntax.FUNCTION) {
        found.add(own.get().operator());
      } else if (name.toString().equalsIgnoreCase("TRY_CAST")) {
        found.add(SqlLibraryOperators.TRY_CAST);
      } else {
        SqlStdOperatorTable.instance()
            .lookupOperatorOverloads(name, category, syntax, found, ANY_CASE);
      }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
      return BY_NAME.values().stream().map(Function::operator).toList();
    }
  }
}
