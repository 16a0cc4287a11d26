package dev.tidemark.sql;

import static org.apache.calcite.sql.type.SqlTypeFamily.ANY;
import static org.apache.calcite.sql.type.SqlTypeFamily.BINARY;
import static org.apache.calcite.sql.type.SqlTypeFamily.CHARACTER;
import static org.apache.calcite.sql.type.SqlTypeFamily.INTEGER;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Functions of texts, digests and regular expressions. */
final class TextFunctions {

  static final SqlReturnTypeInference TEXT =
      ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.TO_NULLABLE);
  private static final SqlReturnTypeInference INT = ReturnTypes.INTEGER_NULLABLE;
  private static final SqlReturnTypeInference BOOLEAN = ReturnTypes.BOOLEAN_NULLABLE;
  private static final List<SqlTypeFamily> ONE = List.of(CHARACTER);
  private static final List<SqlTypeFamily> TWO = List.of(CHARACTER, CHARACTER);
  private static final List<SqlTypeFamily> THREE = List.of(CHARACTER, CHARACTER, CHARACTER);
  private static final List<SqlTypeFamily> COUNTED = List.of(CHARACTER, INTEGER);

  private TextFunctions() {}

  static void offer() {
    offerCases();
    offerParts();
    offerSearches();
    offerDigests();
    RegularExpressions.offer();
  }

  private static void offerCases() {
    Functions.offer("UPPER", TEXT, ONE, a -> Texts.upper(text(a, 0)));
    Functions.offer("LOWER", TEXT, ONE, a -> Texts.lower(text(a, 0)));
    Functions.offer("INITCAP", TEXT, ONE, a -> Texts.capitalized(text(a, 0)));
    Functions.offer("REVERSE", TEXT, ONE, a -> new StringBuilder(text(a, 0)).reverse().toString());
    Functions.offer("LTRIM", TEXT, 1, TWO, a -> Texts.trimmed(text(a, 0), blanks(a), true, false));
    Functions.offer("RTRIM", TEXT, 1, TWO, a -> Texts.trimmed(text(a, 0), blanks(a), false, true));
    Functions.offer("BTRIM", TEXT, 1, TWO, a -> Texts.trimmed(text(a, 0), blanks(a), true, true));
  }

  private static String blanks(Object[] a) {
    return a.length > 1 ? text(a, 1) : " ";
  }

  private static void offerParts() {
    Functions.offer("LEFT", TEXT, COUNTED, a -> Texts.left(text(a, 0), count(a, 1)));
    Functions.offer("RIGHT", TEXT, COUNTED, a -> Texts.right(text(a, 0), count(a, 1)));
    Functions.offer(
        "SUBSTR",
        TEXT,
        2,
        List.of(CHARACTER, INTEGER, INTEGER),
        a -> Texts.substring(text(a, 0), count(a, 1), a.length > 2 ? count(a, 2) : MAX));
    Functions.offer(
        "SPLIT_PART",
        TEXT,
        List.of(CHARACTER, CHARACTER, INTEGER),
        a -> Texts.part(text(a, 0), text(a, 1), count(a, 2)));
    Functions.offer(
        "LPAD",
        TEXT,
        2,
        List.of(CHARACTER, INTEGER, CHARACTER),
        a -> Texts.padded(text(a, 0), count(a, 1), a.length > 2 ? text(a, 2) : " ", true));
    Functions.offer(
        "RPAD",
        TEXT,
        2,
        List.of(CHARACTER, INTEGER, CHARACTER),
        a -> Texts.padded(text(a, 0), count(a, 1), a.length > 2 ? text(a, 2) : " ", false));
    Functions.offer("REPEAT", TEXT, COUNTED, a -> Texts.repeated(text(a, 0), count(a, 1)));
    Functions.offer("SPACE", TEXT, List.of(INTEGER), a -> Texts.repeated(" ", count(a, 0)));
    Functions.offer(
        "REPLACE", TEXT, THREE, a -> Texts.replaced(text(a, 0), text(a, 1), text(a, 2)));
    Functions.offer("CHR", TEXT, List.of(INTEGER), a -> Character.toString(codePoint(count(a, 0))));
  }

  private static final long MAX = Integer.MAX_VALUE;

  private static int codePoint(long number) {
    if (number < 0 || number > Character.MAX_CODE_POINT) {
      throw new BadValueException("no character has the number " + number);
    }
    return (int) number;
  }

  private static void offerSearches() {
    Function.Body length = a -> Texts.length(text(a, 0));
    Functions.offer("CHAR_LENGTH", INT, ONE, length);
    Functions.offer("CHARACTER_LENGTH", INT, ONE, length);
    Functions.offer("LENGTH", INT, ONE, length);
    Functions.offer("OCTET_LENGTH", INT, List.of(BINARY), a -> ((byte[]) a[0]).length);
    Functions.offer("STRPOS", INT, TWO, a -> Texts.position(text(a, 1), text(a, 0), 1));
    Functions.offer("STARTS_WITH", BOOLEAN, TWO, a -> text(a, 0).startsWith(text(a, 1)));
    Functions.offer("ENDS_WITH", BOOLEAN, TWO, a -> text(a, 0).endsWith(text(a, 1)));
    Functions.offer("CONTAINS_SUBSTR", BOOLEAN, TWO, a -> text(a, 0).contains(text(a, 1)));
    Functions.offer("ASCII", INT, ONE, a -> text(a, 0).isEmpty() ? 0 : text(a, 0).codePointAt(0));
  }

  private static void offerDigests() {
    Functions.offer("MD5", TEXT, List.of(ANY), a -> digest("MD5", a[0]));
    Functions.offer("SHA1", TEXT, List.of(ANY), a -> digest("SHA-1", a[0]));
    Functions.offer("SHA256", TEXT, List.of(ANY), a -> digest("SHA-256", a[0]));
    Functions.offer("SHA512", TEXT, List.of(ANY), a -> digest("SHA-512", a[0]));
    Functions.offer("TO_HEX", TEXT, List.of(BINARY), a -> Casts.hex(a[0]));
  }

  /** Of the bytes, or of anything else's text in UTF-8; in lower-case hexadecimal. */
  private static String digest(String algorithm, Object value) {
    byte[] bytes =
        value instanceof byte[] given ? given : Casts.text(value).getBytes(StandardCharsets.UTF_8);
    try {
      return Casts.hex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(Object[] arguments, int index) {
    return (String) arguments[index];
  }

  static long count(Object[] arguments, int index) {
    return ((Number) arguments[index]).longValue();
  }
}
