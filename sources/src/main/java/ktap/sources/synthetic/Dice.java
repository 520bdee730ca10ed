package ktap.sources.synthetic;

/**
 * Random numbers that are the same everywhere for the same seed: the SplitMix64 sequence (Steele,
 * Lea, Flood: Fast splittable pseudorandom number generators, 2014). Not for several threads.
 */
final class Dice {
  private long state;

  Dice(long seed) {
    this.state = seed;
  }

  long next() {
    state += 0x9e3779b97f4a7c15L;
    long z = state;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  /** A number from 0 up to, but not including, {@code bound}. */
  int below(int bound) {
    return (int) ((next() >>> 32) * bound >>> 32);
  }
}
