/**
 * Weighs a node for a key, for rendezvous hashing: each key belongs to the node with the largest weight. If a node goes, only its
 * own keys move, and they spread over all others. If a node comes, only the keys that it gets move.
 * Source: D. Thaler and C. V. Ravishankar, "Using Name-Based Mappings to Increase Hit Rates" (1998).
 *
 * @param node - 32 bits of a hash of its name.
 * @param key - 32 bits of a hash.
 * @returns 32 bits: both numbers, mixed by the finalizer of MurmurHash3.
 */
export function weigh(node: number, key: number): number {
  let value = node ^ key;
  value = Math.imul(value ^ (value >>> 16), 0x85eb_ca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2_ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
