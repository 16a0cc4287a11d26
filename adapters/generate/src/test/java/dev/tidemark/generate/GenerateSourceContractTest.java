package dev.tidemark.generate;

import dev.tidemark.connector.Source;
import dev.tidemark.contract.SourceContract;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import java.util.List;
import java.util.Map;

class GenerateSourceContractTest extends SourceContract {

  private static final Schema COLUMNS =
      Schema.of(
          List.of(
              new Column("id", DataType.Simple.INT64, false),
              new Column("at", DataType.Simple.TIMESTAMP, true),
              new Column("name", DataType.Simple.TEXT, true)));

  @Override
  protected Source newSource() {
    return Sources.open(
        new GenerateSourceType(),
        Map.of("count", 23L, "columns", COLUMNS, "nulls", Map.of("name", "20%")));
  }

  @Override
  protected int records() {
    return 23;
  }

  @Override
  protected boolean lasting() {
    return false;
  }
}
