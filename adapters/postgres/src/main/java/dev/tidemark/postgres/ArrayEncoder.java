package dev.tidemark.postgres;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists as arrays; lists of lists as arrays of more dimensions, which must be even.
 *
 * @param element writes what is in the innermost lists
 * @param elementType the element type's number in the catalog
 * @param depth how many lists are in one another; at least 1
 */
record ArrayEncoder(ColumnEncoder element, int elementType, int depth) implements ColumnEncoder {

  @Override
  public void encode(Object value, CopyBuffer out) throws UnfitValueException {
    List<Integer> dimensions = dimensions((List<?>) value);
    int length = out.reserveInt();
    out.putInt(dimensions.size());
    int nulls = out.reserveInt();
    out.putInt(elementType);
    for (int dimension : dimensions) {
      out.putInt(dimension);
      out.putInt(1);
    }
    boolean any = !dimensions.isEmpty() && put((List<?>) value, dimensions, 0, out);
    out.patch(nulls, any ? 1 : 0);
    out.patchLength(length);
  }

  private List<Integer> dimensions(List<?> list) throws UnfitValueException {
    List<Integer> dimensions = new ArrayList<>();
    Object inner = list;
    for (int i = 0; i < depth; i++) {
      if (!(inner instanceof List<?> next)) {
        throw new UnfitValueException("a list with a null instead of a list");
      }
      if (next.isEmpty()) {
        if (i > 0) {
          throw new UnfitValueException("a list of empty lists, which no array can hold");
        }
        return List.of();
      }
      dimensions.add(next.size());
      inner = next.get(0);
    }
    return dimensions;
  }

  /** Whether there was a null among the elements. */
  private boolean put(List<?> list, List<Integer> dimensions, int at, CopyBuffer out)
      throws UnfitValueException {
    if (list.size() != dimensions.get(at)) {
      throw new UnfitValueException(
          "a list of lists of %d and %d elements; those of an array have the same number"
              .formatted(dimensions.get(at), list.size()));
    }
    boolean nulls = false;
    for (Object each : list) {
      nulls |= at + 1 == depth ? putElement(each, out) : put(inner(each), dimensions, at + 1, out);
    }
    return nulls;
  }

  private static List<?> inner(@Nullable Object value) throws UnfitValueException {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new UnfitValueException("a list with a null instead of a list");
  }

  private boolean putElement(@Nullable Object value, CopyBuffer out) throws UnfitValueException {
    if (value == null) {
      out.putInt(-1);
      return true;
    }
    element.encode(value, out);
    return false;
  }
}
