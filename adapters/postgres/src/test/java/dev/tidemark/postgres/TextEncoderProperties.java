package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A text is sent as UTF-8, or refused when it has no such form or the server takes none of it. */
class TextEncoderProperties {

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "a", "a", "?", "é", "日", "\ud83d\ude00", "\ud83d", "\ude00", "\0")
        .list()
        .ofMaxSize(14)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 3_000)
  void everyTextIsItsBytesOrRefused(@ForAll("texts") String text) throws Exception {
    CopyBuffer out = new CopyBuffer();
    TextEncoder encoder = TextEncoder.unlimited("text");
    byte[] expected;
    try {
      ByteBuffer strict = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      expected = Arrays.copyOf(strict.array(), strict.remaining());
    } catch (CharacterCodingException half) {
      assertThatThrownBy(() -> encoder.encode(text, out)).isInstanceOf(UnfitValueException.class);
      return;
    }
    if (text.indexOf('\0') >= 0) {
      assertThatThrownBy(() -> encoder.encode(text, out)).isInstanceOf(UnfitValueException.class);
      return;
    }
    encoder.encode(text, out);
    byte[] sent = Arrays.copyOf(out.bytes(), out.size());
    assertThat(ByteBuffer.wrap(sent).getInt()).isEqualTo(expected.length);
    assertThat(Arrays.copyOfRange(sent, 4, sent.length)).isEqualTo(expected);
  }
}
