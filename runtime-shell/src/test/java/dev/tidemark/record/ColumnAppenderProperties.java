package dev.tidemark.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.record.DataType.Simple;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A column gives the texts back that it was given, also those that have no form in UTF-8. */
class ColumnAppenderProperties {

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.of("a", "?", "é", "日", "\ud83d\ude00", "\ud83d", "\ude00", "\0")
        .list()
        .ofMaxSize(3)
        .map(parts -> String.join("", parts))
        .injectNull(0.1)
        .list()
        .ofMaxSize(10);
  }

  @Property(tries = 1_000)
  void textsStayAsTheyAre(@ForAll("texts") List<String> texts) {
    ColumnVector column = ColumnVector.of(Simple.TEXT, texts.size(), texts::get);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(column.value(i)).isEqualTo(texts.get(i));
    }
  }
}
