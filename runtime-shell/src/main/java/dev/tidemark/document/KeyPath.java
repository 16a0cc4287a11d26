package dev.tidemark.document;

/** KeyPath of keys in a document, as messages show them. */
public final class KeyPath {
  private KeyPath() {}

  /** The path of a key in the mapping at {@code path}. */
  public static String key(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The path of an item in the list at {@code path}. */
  public static String item(String path, int index) {
    return path + "[" + index + "]";
  }

  static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }
}
