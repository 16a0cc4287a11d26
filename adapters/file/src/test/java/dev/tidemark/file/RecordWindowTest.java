package dev.tidemark.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.format.LineSplitter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a window finds doesn't depend on how many bytes its feed gives at once. */
class RecordWindowTest {

  private static final int MOST = 400;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 401, 403, 1_000, 4_095, 4_096, 5_000, 1 << 20})
  void asMuchIsKeptOfARecordThatIsTooLong(int atOnce) throws Exception {
    String longer = "x".repeat(6_000);
    String shorter = "y".repeat(3_000);
    byte[] bytes = (longer + "\n" + shorter + "\nz\n").getBytes(StandardCharsets.UTF_8);
    RecordWindow window = new RecordWindow(new Pieces(bytes, atOnce), new LineSplitter(), MOST);

    assertThat(window.hasByte()).isTrue();
    assertThat(window.next()).isEqualTo(RecordWindow.Found.OVERSIZED);
    assertThat(window.excess().prefix()).asString().isEqualTo("x".repeat(4_096));
    assertThat(window.excess().length()).isEqualTo(6_001);
    assertThat(window.hasByte()).isTrue();
    assertThat(window.next()).isEqualTo(RecordWindow.Found.OVERSIZED);
    assertThat(window.excess().prefix()).asString().isEqualTo(shorter + "\n");
    assertThat(window.hasByte()).isTrue();
    assertThat(window.next()).isEqualTo(RecordWindow.Found.RECORD);
    assertThat(window.recordLength()).isEqualTo(1);
  }

  /** Bytes in memory, at most so many at once. */
  private static final class Pieces implements ByteFeed {
    private final byte[] bytes;
    private final int atOnce;
    private int at;

    Pieces(byte[] bytes, int atOnce) {
      this.bytes = bytes;
      this.atOnce = atOnce;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      int count = Math.min(Math.min(length, atOnce), bytes.length - at);
      System.arraycopy(bytes, at, into, from, count);
      at += count;
      return count;
    }

    @Override
    public long base(long offset) {
      return offset;
    }

    @Override
    public long inner(long offset) {
      return 0;
    }

    @Override
    public long offset(Place place) {
      return place.base();
    }

    @Override
    public void close() {}
  }
}
