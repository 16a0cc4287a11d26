package dev.tidemark.sql;

import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJsonQueryEmptyOrErrorBehavior;
import org.apache.calcite.sql.SqlJsonQueryWrapperBehavior;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** Calls of functions, those with a syntax of their own among them. */
final class FunctionCompiler {

  private final ExpressionCompiler compiler;

  FunctionCompiler(ExpressionCompiler compiler) {
    this.compiler = compiler;
  }

  Compiled compile(SqlCall call) throws InvalidSqlException {
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    List<SqlNode> operands = call.getOperandList();
    return switch (name) {
      case "||" -> strict(call, texts(operands), a -> Texts.joined((String) a[0], (String) a[1]));
      case "TRIM" -> trim(call);
      case "SUBSTRING" -> strict(call, texts(operands), FunctionCompiler::substring);
      case "POSITION" -> strict(call, texts(operands), FunctionCompiler::position);
      case "OVERLAY" -> strict(call, texts(operands), FunctionCompiler::overlay);
      case "EXTRACT" -> extract(call);
      case "FLOOR", "CEIL" -> rounded(call, name.equals("FLOOR"));
      case "TIMESTAMPADD" -> timestampAdd(call);
      case "TIMESTAMPDIFF" -> timestampDiff(call);
      case "GREATEST", "LEAST" ->
          new ChoiceCompiler(compiler).extreme(call, name.equals("GREATEST"));
      case "CONCAT" -> concat(call, operands);
      case "CONCAT_WS" -> concatWithSeparator(call);
      case "JSON_VALUE" -> jsonValue(call);
      case "JSON_QUERY" -> jsonQuery(call);
      case "CARDINALITY" -> strict(call, operands, a -> ((List<?>) a[0]).size());
      case "ITEM" -> item(call);
      case "ARRAY" -> array(call);
      case "ARRAY_CONTAINS" -> arrayContains(call);
      case "MD5", "SHA1", "SHA256", "SHA512" -> {
        spelled(operands);
        yield named(call, name);
      }
      case "MOD" -> {
        List<Compiled> of = compiler.compileAll(operands);
        DataType type = compiler.columnType(call);
        yield named(call, name)
            .over(ColumnArithmetic.binary(SqlKind.MOD, type, of.get(0), of.get(1)));
      }
      default -> named(call, name);
    };
  }

  private Compiled named(SqlCall call, String name) throws InvalidSqlException {
    var function = Functions.named(name);
    if (function.isEmpty()) {
      throw compiler.refused(call, call.getOperator().getName() + " is not offered");
    }
    return strict(call, call.getOperandList(), function.get().body());
  }

  /** A call that is NULL when an argument is. */
  private Compiled strict(SqlCall call, List<SqlNode> operands, Function.Body body)
      throws InvalidSqlException {
    Term[] terms = terms(operands);
    Term term =
        (row, now) -> {
          Object[] arguments = new Object[terms.length];
          for (int i = 0; i < terms.length; i++) {
            Object value = terms[i].value(row, now);
            if (value == null) {
              return null;
            }
            arguments[i] = value;
          }
          return body.of(arguments);
        };
    return compiler.result(call, compiler.guarded(call, term));
  }

  /** The standard's text operators also take bytes; ours don't. */
  private List<SqlNode> texts(List<SqlNode> operands) throws InvalidSqlException {
    for (SqlNode operand : operands) {
      DataType type = compiler.columnType(operand);
      if (type == Simple.BYTES || type instanceof DataType.Array) {
        throw compiler.refused(operand, "expected a text, was " + type.text());
      }
    }
    return operands;
  }

  /** Arrays and intervals have no text that would be the same for ever. */
  private void spelled(List<SqlNode> operands) throws InvalidSqlException {
    for (SqlNode operand : operands) {
      boolean interval = SqlTypeUtil.isInterval(compiler.typeOf(operand));
      DataType type = compiler.columnType(operand);
      if (interval || type instanceof DataType.Array) {
        throw compiler.refused(
            operand, "expected a single value, was " + (interval ? "an interval" : type.text()));
      }
    }
  }

  private Term[] terms(List<SqlNode> operands) throws InvalidSqlException {
    return compiler.compileAll(operands).stream().map(Compiled::term).toArray(Term[]::new);
  }

  private Compiled trim(SqlCall call) throws InvalidSqlException {
    var flag =
        Objects.requireNonNull(
            ((SqlLiteral) call.operand(0)).getValueAs(SqlTrimFunction.Flag.class));
    boolean leading = flag != SqlTrimFunction.Flag.TRAILING;
    boolean trailing = flag != SqlTrimFunction.Flag.LEADING;
    return strict(
        call,
        texts(call.getOperandList().subList(1, 3)),
        a -> Texts.trimmed((String) a[1], (String) a[0], leading, trailing));
  }

  private static Object substring(Object[] a) {
    long length = a.length > 2 ? Numbers.integer(a[2]) : Integer.MAX_VALUE;
    return Texts.substring((String) a[0], Numbers.integer(a[1]), length);
  }

  private static Object position(Object[] a) {
    return Texts.position((String) a[0], (String) a[1], a.length > 2 ? Numbers.integer(a[2]) : 1);
  }

  private static Object overlay(Object[] a) {
    String text = (String) a[0];
    long from = Numbers.integer(a[2]);
    long length = a.length > 3 ? Numbers.integer(a[3]) : Texts.length((String) a[1]);
    String head = from > 1 ? Texts.substring(text, 1, from - 1) : "";
    long rest = Math.max(Texts.sum(from, length), 1);
    String tail = Texts.substring(text, rest, Integer.MAX_VALUE);
    return Texts.joined(Texts.joined(head, (String) a[1]), tail);
  }

  private Compiled extract(SqlCall call) throws InvalidSqlException {
    TimeUnit unit = unit(call.operand(0));
    time(call, 1);
    if (!TimeUnits.hasPart(unit)) {
      throw compiler.refused(call, "there is no " + unit + " here; MICROSECOND is the smallest");
    }
    return strict(call, List.of(call.operand(1)), a -> TimeUnits.part(unit, a[0]));
  }

  private Compiled rounded(SqlCall call, boolean down) throws InvalidSqlException {
    if (call.operandCount() == 1) {
      RoundingMode rounding = down ? RoundingMode.FLOOR : RoundingMode.CEILING;
      return strict(call, call.getOperandList(), a -> NumberFunctions.whole(a[0], rounding));
    }
    TimeUnit unit = unit(call.operand(1));
    time(call, 0);
    if (!TimeUnits.rounds(unit)) {
      throw compiler.refused(call, "times can't be rounded to " + unit);
    }
    return strict(
        call,
        List.of(call.operand(0)),
        a -> down ? TimeUnits.floor(unit, a[0]) : TimeUnits.ceil(unit, a[0]));
  }

  private void time(SqlCall call, int operand) throws InvalidSqlException {
    DataType type = compiler.compile(call.operand(operand)).type();
    if (!ArithmeticCompiler.isTime(type)) {
      throw compiler.refused(
          call.operand(operand), "expected a date, time or timestamp, was " + type.text());
    }
  }

  private Compiled timestampAdd(SqlCall call) throws InvalidSqlException {
    TimeUnit unit = unit(call.operand(0));
    // A date moved by hours is a timestamp.
    boolean timestamp = compiler.columnType(call) == Simple.TIMESTAMP;
    return strict(
        call,
        List.of(call.operand(1), call.operand(2)),
        a -> TimeUnits.plus(unit, Numbers.integer(a[0]), timestamp ? Order.instant(a[1]) : a[1]));
  }

  private Compiled timestampDiff(SqlCall call) throws InvalidSqlException {
    TimeUnit unit = unit(call.operand(0));
    DataType type = compiler.columnType(call);
    return strict(
        call,
        List.of(call.operand(1), call.operand(2)),
        a -> Numbers.to(type, TimeUnits.between(unit, a[0], a[1])));
  }

  private TimeUnit unit(SqlNode node) throws InvalidSqlException {
    if (node instanceof SqlIntervalQualifier qualifier) {
      if (qualifier.timeFrameName != null) {
        throw compiler.refused(node, "unknown time unit " + qualifier.timeFrameName);
      }
      return qualifier.getStartUnit();
    }
    TimeUnit unit = ((SqlLiteral) node).getValueAs(TimeUnit.class);
    return Objects.requireNonNull(unit);
  }

  /** The batch's planned time, never the clock's (Delivery 27). */
  Compiled current(SqlIdentifier name) throws InvalidSqlException {
    return switch (compiler.columnType(name)) {
      case Simple.DATE ->
          compiler.result(name, (row, now) -> now.atOffset(ZoneOffset.UTC).toLocalDate());
      case Simple.TIME ->
          compiler.result(name, (row, now) -> micros(now).atOffset(ZoneOffset.UTC).toLocalTime());
      default -> compiler.result(name, (row, now) -> micros(now));
    };
  }

  private static Instant micros(Instant now) {
    return now.truncatedTo(ChronoUnit.MICROS);
  }

  private Compiled concat(SqlCall call, List<SqlNode> operands) throws InvalidSqlException {
    spelled(operands);
    return strict(
        call,
        operands,
        a -> {
          String text = Casts.text(a[0]);
          for (int i = 1; i < a.length; i++) {
            text = Texts.joined(text, Casts.text(a[i]));
          }
          return text;
        });
  }

  /** Leaves NULLs out, unless it is the separator. */
  private Compiled concatWithSeparator(SqlCall call) throws InvalidSqlException {
    spelled(call.getOperandList());
    Term[] terms = terms(call.getOperandList());
    Term term =
        (row, now) -> {
          Object separator = terms[0].value(row, now);
          if (separator == null) {
            return null;
          }
          String text = "";
          boolean first = true;
          for (int i = 1; i < terms.length; i++) {
            Object value = terms[i].value(row, now);
            if (value != null) {
              text = first ? text : Texts.joined(text, Casts.text(separator));
              text = Texts.joined(text, Casts.text(value));
              first = false;
            }
          }
          return text;
        };
    return compiler.result(call, compiler.guarded(call, term));
  }

  private Compiled jsonValue(SqlCall call) throws InvalidSqlException {
    JsonPath steps = path(call);
    if (call.operandCount() > 2) {
      throw compiler.refused(call, "JSON_VALUE takes a column and a path only; cast its result");
    }
    return strict(call, List.of(json(call)), a -> steps.scalar((String) a[0]));
  }

  /** An object, array or whatever else is there, as JSON. */
  private Compiled jsonQuery(SqlCall call) throws InvalidSqlException {
    JsonPath steps = path(call);
    boolean plain =
        call.operandCount() == 5
            && symbol(call.operand(2)) == SqlJsonQueryWrapperBehavior.WITHOUT_ARRAY
            && symbol(call.operand(3)) == SqlJsonQueryEmptyOrErrorBehavior.NULL
            && symbol(call.operand(4)) == SqlJsonQueryEmptyOrErrorBehavior.NULL;
    if (!plain) {
      throw compiler.refused(call, "JSON_QUERY takes a column and a path only");
    }
    Compiled found = strict(call, List.of(json(call)), a -> steps.whole((String) a[0]));
    return found.with(found.term(), Simple.JSON);
  }

  private static @Nullable Object symbol(SqlNode node) {
    return node instanceof SqlLiteral literal ? literal.getValue() : null;
  }

  private SqlNode json(SqlCall call) throws InvalidSqlException {
    SqlNode given = call.operand(0);
    boolean wrapped =
        given instanceof SqlCall format && format.getOperator().getName().equals("FORMAT JSON");
    SqlNode json = wrapped ? ((SqlCall) given).operand(0) : given;
    DataType type = compiler.compile(json).type();
    if (type != Simple.TEXT && type != Simple.JSON) {
      throw compiler.refused(json, "expected JSON or a text, was " + type.text());
    }
    return json;
  }

  private JsonPath path(SqlCall call) throws InvalidSqlException {
    Object path = ExpressionCompiler.constant(compiler.compile(call.operand(1)));
    if (!(path instanceof String text)) {
      throw compiler.refused(call.operand(1), "the path must be a text, as '$.a.b[0]'");
    }
    return JsonPath.of(text, call.operand(1).getParserPosition());
  }

  /** From 1; NULL past the end. */
  private Compiled item(SqlCall call) throws InvalidSqlException {
    if (!(compiler.compile(call.operand(0)).type() instanceof DataType.Array)) {
      throw compiler.refused(call, "only an array has items; for JSON use JSON_VALUE");
    }
    return strict(call, call.getOperandList(), FunctionCompiler::itemAt);
  }

  private static @Nullable Object itemAt(Object[] a) {
    List<?> items = (List<?>) a[0];
    long index = Numbers.integer(a[1]);
    return index < 1 || index > items.size() ? null : items.get((int) index - 1);
  }

  private Compiled array(SqlCall call) throws InvalidSqlException {
    DataType type = compiler.columnType(call);
    DataType element = type instanceof DataType.Array array ? array.element() : Simple.TEXT;
    List<Term> terms = new ArrayList<>();
    for (Compiled item : compiler.compileAll(call.getOperandList())) {
      terms.add(compiler.widened(item, element).term());
    }
    return compiler.result(
        call,
        (row, now) -> {
          List<@Nullable Object> items = new ArrayList<>(terms.size());
          terms.forEach(term -> items.add(term.value(row, now)));
          return Collections.unmodifiableList(items);
        },
        type);
  }

  private Compiled arrayContains(SqlCall call) throws InvalidSqlException {
    DataType type = compiler.compile(call.operand(0)).type();
    DataType wanted = compiler.compile(call.operand(1)).type();
    Comparator<Object> order =
        (type instanceof DataType.Array array
                ? Order.of(array.element(), wanted)
                : java.util.Optional.<Comparator<Object>>empty())
            .orElseThrow(
                () -> compiler.refused(call, type.text() + " can't hold a " + wanted.text()));
    return strict(
        call,
        call.getOperandList(),
        a ->
            ((List<?>) a[0])
                .stream().anyMatch(item -> item != null && order.compare(item, a[1]) == 0));
  }
}
