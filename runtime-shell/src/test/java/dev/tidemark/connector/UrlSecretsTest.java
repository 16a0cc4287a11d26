package dev.tidemark.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlSecretsTest {
  @ParameterizedTest
  @CsvSource({
    "postgres://me:hush@db/w, postgres://me:***@db/w",
    "postgres://me:hu@s/h@db/w, postgres://me:***@db/w",
    "amqp://:hush@h, amqp://:***@h",
    "https://h/a?user=me&password=hush&x=1, https://h/a?user=me&password=***&x=1",
    "jdbc:x://h/d;PWD=hush, jdbc:x://h/d;PWD=***",
    "https://h/?access_token=hush, https://h/?access_token=***",
    "a://b c://me:hush@h d://you:hu@sh@h, a://b c://me:***@h d://you:***@h",
    "a://me:x b://me:hush@h, a://me:x b://me:***@h",
    "a://b:c://d:hush@h, a://b:***@h"
  })
  void passwordsAreHidden(String url, String shown) {
    assertThat(UrlSecrets.masked(url)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite:out/a.db", "http://h:8080/a?b=c", "me@example.org", "a: b", ""})
  void everythingElseStays(String text) {
    assertThat(UrlSecrets.masked(text)).isEqualTo(text);
  }

  @Test
  void aTextThatIsNothingButBeginningsOfUrlsIsReadOnce() {
    String text = "://me:".repeat(300_000);

    assertThat(UrlSecrets.masked(text)).isEqualTo(text);
  }
}
