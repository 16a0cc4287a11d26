package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowsAtOnceTest {

  private final RowsAtOnce atOnce = new RowsAtOnce();

  /** Passes all rows that came at once, and asks for the next. */
  private int after(long bytes) {
    int asked = atOnce.rows();
    for (int i = 0; i < asked; i++) {
      assertThat(atOnce.next()).isFalse();
      atOnce.took(bytes);
    }
    assertThat(atOnce.next()).isTrue();
    atOnce.took(bytes);
    return atOnce.rows();
  }

  /** The same when one of them has been passed already. */
  private int thenAfter(long bytes) {
    for (int i = 1; i < atOnce.rows(); i++) {
      assertThat(atOnce.next()).isFalse();
      atOnce.took(bytes);
    }
    assertThat(atOnce.next()).isTrue();
    atOnce.took(bytes);
    return atOnce.rows();
  }

  @Test
  void manyOfShortRows() {
    assertThat(after(100)).isEqualTo(32);
    assertThat(thenAfter(100)).isEqualTo(64);
    for (int i = 0; i < 10; i++) {
      thenAfter(100);
    }
    assertThat(atOnce.rows()).isEqualTo(1_024);
  }

  @Test
  void aMegabyteOfLongerOnes() {
    assertThat(after(100_000)).isEqualTo(10);
    assertThat(thenAfter(100_000)).isEqualTo(10);
  }

  @Test
  void oneByOneWhereARowIsLongerThanThat() {
    assertThat(after(5_000_000)).isEqualTo(1);
    assertThat(thenAfter(5_000_000)).isEqualTo(1);
  }

  @Test
  void moreAgainWhenTheyAreShorter() {
    after(5_000_000);
    assertThat(thenAfter(100)).isEqualTo(1);
    assertThat(thenAfter(100)).isEqualTo(2);
    assertThat(thenAfter(100)).isEqualTo(4);
  }

  @Test
  void emptyRowsAreRows() {
    assertThat(after(0)).isEqualTo(32);
  }

  @Test
  void noMoreThanBeforeOfRowsThatNobodyLookedAt() {
    assertThat(after(100_000)).isEqualTo(10);
    for (int i = 1; i < 10; i++) {
      assertThat(atOnce.next()).isFalse();
    }
    assertThat(atOnce.next()).isTrue();
    assertThat(atOnce.rows()).isEqualTo(10);
  }
}
