package dev.tidemark.sql;

import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** Compiles checked expressions to {@link Term}s over one schema's rows. Not thread-safe. */
final class ExpressionCompiler {

  private final Schema schema;
  private final ExpressionValidator types;
  private final SourceText source;

  private final Set<String> reads = new LinkedHashSet<>();

  ExpressionCompiler(Schema schema, ExpressionValidator types, SourceText source) {
    this.schema = schema;
    this.types = types;
    this.source = source;
  }

  /** The columns that anything compiled so far reads. */
  Set<String> reads() {
    return reads;
  }

  Compiled compile(SqlNode node) throws InvalidSqlException {
    if (node instanceof SqlIdentifier name) {
      return ColumnNames.isCurrentTime(name)
          ? new FunctionCompiler(this).current(name)
          : column(name);
    }
    if (node instanceof SqlLiteral literal) {
      return Literals.compile(types.resolveLiteral(literal), types.typeOf(node), node);
    }
    if (node instanceof SqlCall call) {
      return call(call);
    }
    throw refused(node, "this is not supported in a stateless query");
  }

  private Compiled column(SqlIdentifier name) {
    int index = schema.indexOf(name.names.get(name.names.size() - 1)).orElseThrow();
    DataType type = schema.column(index).type();
    reads.add(schema.column(index).name());
    return new Compiled(name, (row, now) -> row[index], type, types.typeOf(name), false)
        .over(new ColumnReference(index));
  }

  private Compiled call(SqlCall call) throws InvalidSqlException {
    SqlKind kind = call.getKind();
    return switch (kind) {
      case AND, OR -> logic(call);
      case NOT -> negated(call, compile(call.operand(0)));
      case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE, IS_UNKNOWN ->
          result(call, Logic.is(kind, compile(call.operand(0)).term()));
      case CASE, COALESCE, NULLIF, GREATEST, LEAST -> new ChoiceCompiler(this).compile(call);
      case CAST, SAFE_CAST -> new CastCompiler(this).compile(call);
      default ->
          ComparisonCompiler.handles(kind)
              ? new ComparisonCompiler(this).compile(call)
              : ArithmeticCompiler.handles(call)
                  ? new ArithmeticCompiler(this).compile(call)
                  : new FunctionCompiler(this).compile(call);
    };
  }

  /** A chain of ANDs or ORs is one term, however long. */
  private Compiled logic(SqlCall call) throws InvalidSqlException {
    List<Compiled> conditions = new ArrayList<>();
    flatten(call, call.getKind(), conditions);
    List<Term> terms = conditions.stream().map(Compiled::term).toList();
    Term term = call.getKind() == SqlKind.AND ? Logic.and(terms) : Logic.or(terms);
    return result(call, term).over(ColumnConditions.chain(call.getKind(), conditions));
  }

  private Compiled negated(SqlCall call, Compiled condition) throws InvalidSqlException {
    return result(call, Logic.not(condition.term())).over(ColumnConditions.not(condition));
  }

  private void flatten(SqlNode node, SqlKind kind, List<Compiled> conditions)
      throws InvalidSqlException {
    if (node instanceof SqlCall call && call.getKind() == kind) {
      for (SqlNode operand : call.getOperandList()) {
        flatten(operand, kind, conditions);
      }
    } else {
      conditions.add(compile(node));
    }
  }

  List<Compiled> compileAll(List<SqlNode> nodes) throws InvalidSqlException {
    List<Compiled> all = new ArrayList<>(nodes.size());
    for (SqlNode node : nodes) {
      all.add(compile(node));
    }
    return all;
  }

  RelDataType typeOf(SqlNode node) {
    return types.typeOf(node);
  }

  /** A call whose column type follows from the validator's. */
  Compiled result(SqlNode call, Term term) throws InvalidSqlException {
    return result(call, term, columnType(call));
  }

  Compiled result(SqlNode call, Term term, DataType type) {
    return new Compiled(call, term, type, types.typeOf(call), false);
  }

  DataType columnType(SqlNode node) throws InvalidSqlException {
    RelDataType type = types.typeOf(node);
    if (SqlTypeUtil.isInterval(type) || SqlTypeUtil.isNull(type)) {
      return SqlTypeUtil.isNull(type) ? Simple.TEXT : Simple.INT64;
    }
    return SqlTypes.toColumn(type)
        .orElseThrow(
            () -> refused(node, "values of type " + type + " are not supported; cast to another"));
  }

  /** A term that says which expression failed. */
  Term guarded(SqlNode node, Term term) {
    String text = source.of(node);
    return (row, now) -> {
      try {
        return term.value(row, now);
      } catch (BadValueException e) {
        throw e.in(text);
      } catch (ArithmeticException | DateTimeException e) {
        throw new BadValueException("the result is out of range").in(text);
      }
    };
  }

  /** Values as those of a wider type, for branches that must agree. */
  Compiled widened(Compiled from, DataType to) throws InvalidSqlException {
    if (from.type().equals(to) || SqlTypeUtil.isNull(from.sqlType())) {
      return from.with(from.term(), to);
    }
    var cast =
        Casts.of(from.type(), to)
            .orElseThrow(
                () ->
                    refused(
                        from.node(),
                        from.type().text() + " and " + to.text() + " don't mix; cast one of them"));
    Term term = from.term();
    return from.with(
        guarded(
            from.node(),
            (row, now) -> {
              Object value = term.value(row, now);
              return value == null ? null : cast.apply(value);
            }),
        to);
  }

  InvalidSqlException refused(SqlNode node, String reason) {
    return new InvalidSqlException(node.getParserPosition(), reason);
  }

  /** The value of a constant; null for NULL and for what is no constant. */
  static @Nullable Object constant(Compiled compiled) {
    return compiled.constant()
        ? compiled.term().value(new Object[0], java.time.Instant.EPOCH)
        : null;
  }
}
