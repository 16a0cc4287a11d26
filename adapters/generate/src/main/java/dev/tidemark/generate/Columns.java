package dev.tidemark.generate;

import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageType.Problem;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns to make, each with its values. Immutable.
 *
 * @param problems what is wrong with the settings; then the columns at fault are missing
 */
record Columns(Schema schema, Map<String, ColumnValues> values, List<Problem> problems) {

  static final String SEED = "seed";
  static final String COLUMNS = "columns";
  static final String VALUES = "values";
  static final String NULLS = "nulls";

  private static final Schema BY_DEFAULT =
      Schema.of(List.of(new Column("id", DataType.Simple.INT64, false)));

  static Columns of(Settings settings) {
    Schema schema = settings.columns(COLUMNS).orElse(BY_DEFAULT);
    Map<String, String> recipes = settings.textMap(VALUES);
    Map<String, String> shares = settings.textMap(NULLS);
    List<Problem> problems = new ArrayList<>();
    refuseUnknown(schema, VALUES, recipes, problems);
    refuseUnknown(schema, NULLS, shares, problems);
    Map<String, ColumnValues> values = new LinkedHashMap<>();
    for (Column column : schema.columns()) {
      double nulls = share(column, shares.get(column.name()), problems);
      String byDefault = settings.has(COLUMNS) ? Recipe.byDefault(column.type()) : "sequence";
      String recipeText = recipes.getOrDefault(column.name(), byDefault);
      try {
        Recipe recipe = Recipe.parse(column.type(), recipeText);
        values.put(
            column.name(), new ColumnValues(settings.integer(SEED), column.name(), nulls, recipe));
      } catch (IllegalArgumentException wrong) {
        problems.add(new Problem(VALUES, column.name() + ": " + wrong.getMessage()));
      }
    }
    return new Columns(schema, values, List.copyOf(problems));
  }

  private static void refuseUnknown(
      Schema schema, String setting, Map<String, String> given, List<Problem> problems) {
    for (String name : given.keySet()) {
      if (schema.indexOf(name).isEmpty()) {
        problems.add(
            new Problem(
                setting,
                "there is no column '"
                    + name
                    + "'; columns has "
                    + String.join(", ", schema.columns().stream().map(Column::name).toList())));
      }
    }
  }

  private static double share(
      Column column, @org.jspecify.annotations.Nullable String text, List<Problem> problems) {
    if (text == null) {
      return 0;
    }
    String trimmed = text.trim();
    boolean percent = trimmed.endsWith("%");
    try {
      BigDecimal number =
          new BigDecimal(percent ? trimmed.substring(0, trimmed.length() - 1).trim() : trimmed);
      double share = number.doubleValue() / (percent ? 100 : 1);
      if (share < 0 || share > 1) {
        throw new NumberFormatException("out of range");
      }
      if (share > 0 && !column.nullable()) {
        problems.add(new Problem(NULLS, column.name() + " is declared not null"));
      }
      return share;
    } catch (NumberFormatException wrong) {
      problems.add(
          new Problem(
              NULLS, column.name() + ": expected a share such as 10% or 0.1, was '" + text + "'"));
      return 0;
    }
  }
}
