/**
 * Creates a random number generator. It returns numbers from 0 to below 1, and the same seed always gives the same
 * sequence.
 *
 * The algorithm is `sfc32` of Chris Doty-Humphrey's PractRand (public domain, https://pracrand.sourceforge.net), seeded as
 * PractRand does it: the 64 bits of the seed fill two words of the state, and the first 12 numbers are skipped, since they
 * still resemble the seed.
 *
 * @param seed any safe integer.
 * @param stream an integer from 0 to below 2^32, which fills the third word of the state. Each stream of a seed is a
 * sequence of its own.
 */
export function createRandom(seed: number, stream = 0): () => number {
  let a = stream | 0;
  let b = seed | 0;
  let c = Math.floor(seed / 2 ** 32) | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let warmUp = 0; warmUp < 12; warmUp += 1) {
    next();
  }
  return next;
}
