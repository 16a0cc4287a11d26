package dev.tidemark.generate;

import dev.tidemark.connector.Source;
import dev.tidemark.contract.SourceContract;
import java.util.Map;

class NoopSourceContractTest extends SourceContract {

  @Override
  protected Source newSource() {
    return Sources.open(new NoopSourceType(), Map.of("max_messages", 12L));
  }

  @Override
  protected int records() {
    return 12;
  }

  @Override
  protected boolean lasting() {
    return false;
  }
}
