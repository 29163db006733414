/**
 * Tests whether two lists of values differ by more than chance, by the ranks of the values: other work of a machine makes single
 * rounds several times slower, and ranks do not care how much slower. Both are exact for any number of values, with ties as well.
 */

/**
 * Tests independent values: the rank-sum test of Wilcoxon, Mann and Whitney.
 *
 * @returns how likely values of one and the same distribution are as far apart as these, above 0 and at most 1.
 */
export function testRankSum(one: readonly number[], other: readonly number[]): number {
  const ranks = rank([...one, ...other]);
  // The number of ways to choose as many of all ranks, by their sum.
  const ways = Array.from({ length: one.length + 1 }, () => new Map<number, number>());
  ways[0]?.set(0, 1);
  for (const value of ranks) {
    for (let chosen = one.length; chosen > 0; chosen--) {
      for (const [sum, count] of ways[chosen - 1] ?? []) add(ways[chosen], sum + value, count);
    }
  }
  return twoSided(ways[one.length] ?? new Map(), sumOf(ranks.slice(0, one.length)));
}

/**
 * Tests pairs of values, which were measured one right after the other: Wilcoxon's signed-rank test.
 *
 * @param differences - of the values of each pair.
 * @returns how likely differences that are as often positive as negative lie as far to one side, above 0 and at most 1.
 */
export function testSignedRanks(differences: readonly number[]): number {
  const counting = differences.filter((difference) => difference !== 0);
  const ranks = rank(counting.map(Math.abs));
  let ways = new Map([[0, 1]]);
  for (const value of ranks) {
    const next = new Map(ways);
    for (const [sum, count] of ways) add(next, sum + value, count);
    ways = next;
  }
  return twoSided(ways, sumOf(ranks.filter((_, place) => (counting[place] ?? 0) > 0)));
}

/** Returns twice the rank of each value, which is a whole number even for equal values: they share their mean rank. */
function rank(values: readonly number[]): number[] {
  return values.map((value) => {
    const lower = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return 2 * lower + equal + 1;
  });
}

/** Returns the share of the ways whose sum is at least as far from the mean as `observed`. */
function twoSided(ways: ReadonlyMap<number, number>, observed: number): number {
  let all = 0;
  let weighted = 0;
  for (const [sum, count] of ways) {
    all += count;
    weighted += sum * count;
  }
  const mean = weighted / all;
  let extreme = 0;
  // The sums are whole numbers, so a hundredth only makes up for the rounding of the mean.
  const distance = Math.abs(observed - mean) - 0.01;
  for (const [sum, count] of ways) if (Math.abs(sum - mean) >= distance) extreme += count;
  return extreme / all;
}

function add(counts: Map<number, number> | undefined, key: number, count: number): void {
  counts?.set(key, (counts.get(key) ?? 0) + count);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
