package dev.tidemark.sql;

import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** CASE, COALESCE, NULLIF, GREATEST and LEAST: one of several values. */
final class ChoiceCompiler {

  private final ExpressionCompiler compiler;

  ChoiceCompiler(ExpressionCompiler compiler) {
    this.compiler = compiler;
  }

  Compiled compile(SqlCall call) throws InvalidSqlException {
    if (call instanceof SqlCase choice) {
      return choice(choice);
    }
    List<Compiled> operands = compiler.compileAll(call.getOperandList());
    return switch (call.getKind()) {
      case COALESCE -> coalesce(call, operands);
      case NULLIF -> nullIf(call, operands);
      default -> throw compiler.refused(call, "not supported");
    };
  }

  private Compiled choice(SqlCase call) throws InvalidSqlException {
    List<Term> conditions = new ArrayList<>();
    for (SqlNode when : call.getWhenOperands()) {
      conditions.add(compiler.compile(when).term());
    }
    List<Compiled> results = new ArrayList<>(compiler.compileAll(call.getThenOperands()));
    SqlNode otherwise = call.getElseOperand();
    if (otherwise != null) {
      results.add(compiler.compile(otherwise));
    }
    DataType type = common(call, results);
    List<Term> terms = widened(results, type);
    Term last = otherwise == null ? (row, now) -> null : terms.get(terms.size() - 1);
    return compiler.result(
        call,
        (row, now) -> {
          for (int i = 0; i < conditions.size(); i++) {
            if (Boolean.TRUE.equals(conditions.get(i).value(row, now))) {
              return terms.get(i).value(row, now);
            }
          }
          return last.value(row, now);
        },
        type);
  }

  private Compiled coalesce(SqlCall call, List<Compiled> operands) throws InvalidSqlException {
    DataType type = common(call, operands);
    List<Term> terms = widened(operands, type);
    return compiler.result(
        call,
        (row, now) -> {
          for (Term term : terms) {
            Object value = term.value(row, now);
            if (value != null) {
              return value;
            }
          }
          return null;
        },
        type);
  }

  private Compiled nullIf(SqlCall call, List<Compiled> operands) throws InvalidSqlException {
    Term kept = operands.get(0).term();
    Term against = operands.get(1).term();
    Comparator<Object> order =
        ComparisonCompiler.order(compiler, call, operands.get(0), operands.get(1));
    return compiler.result(
        call,
        (row, now) -> {
          Object value = kept.value(row, now);
          if (value == null) {
            return null;
          }
          Object other = against.value(row, now);
          return other != null && order.compare(value, other) == 0 ? null : value;
        },
        operands.get(0).type());
  }

  /** GREATEST or LEAST; any NULL gives NULL. */
  Compiled extreme(SqlCall call, boolean greatest) throws InvalidSqlException {
    List<Compiled> operands = compiler.compileAll(call.getOperandList());
    DataType type = common(call, operands);
    List<Term> terms = widened(operands, type);
    Comparator<Object> order =
        Order.of(type, type)
            .orElseThrow(
                () -> compiler.refused(call, "values of type " + type.text() + " have no order"));
    return compiler.result(
        call,
        (row, now) -> {
          Object best = null;
          for (Term term : terms) {
            Object value = term.value(row, now);
            if (value == null) {
              return null;
            }
            if (best == null || (order.compare(value, best) > 0) == greatest) {
              best = value;
            }
          }
          return best;
        },
        type);
  }

  /** JSON stays JSON where every branch is; otherwise the validator's type holds. */
  private DataType common(SqlCall call, List<Compiled> operands) throws InvalidSqlException {
    DataType type = compiler.columnType(call);
    boolean json =
        operands.stream()
            .filter(operand -> !SqlTypeUtil.isNull(operand.sqlType()))
            .allMatch(operand -> operand.type() == Simple.JSON);
    return json && type == Simple.TEXT ? Simple.JSON : type;
  }

  private List<Term> widened(List<Compiled> operands, DataType type) throws InvalidSqlException {
    List<Term> terms = new ArrayList<>(operands.size());
    for (Compiled operand : operands) {
      terms.add(compiler.widened(operand, type).term());
    }
    return List.copyOf(terms);
  }

  static boolean isExtreme(SqlCall call) {
    String name = call.getOperator().getName();
    return call.getKind() == SqlKind.OTHER_FUNCTION
        && (name.equals("GREATEST") || name.equals("LEAST"));
  }
}
