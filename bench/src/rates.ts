/** A turn of a contender, in milliseconds, and how many each has. The first ones only warm up. */
const turn = 40;
const turns = 15;
const warmUps = 3;

/**
 * How many times a second each function runs: the median of short turns that the functions take in rotation, so that whatever
 * else the machine does hits them alike and their ratios hold.
 */
export function measureRates<Name extends string>(
  contenders: Readonly<Record<Name, () => unknown>>,
): Record<Name, number> {
  const lanes = Object.entries<() => unknown>(contenders).map(([name, run]) => ({
    name,
    run,
    rates: [] as number[],
  }));
  for (let round = 0; round < warmUps + turns; round++) {
    for (const { run, rates } of lanes) {
      const rate = measureRate(run);
      if (round >= warmUps) rates.push(rate);
    }
  }
  // The names are those of the contenders.
  return Object.fromEntries(lanes.map(({ name, rates }) => [name, median(rates)])) as Record<Name, number>;
}

function measureRate(run: () => unknown): number {
  const start = performance.now();
  let count = 0;
  let elapsed = 0;
  while (elapsed < turn) {
    for (let i = 0; i < 100; i++) run();
    count += 100;
    elapsed = performance.now() - start;
  }
  return (count / elapsed) * 1000;
}

/** Gives one figure. */
export type Measurement = () => Promise<number>;

/**
 * The median of each measurement. They take turns, so that whatever else the machine does hits all alike; the first
 * turn only warms up.
 */
export async function inTurns<Measurements extends readonly Measurement[]>(
  measurements: readonly [...Measurements],
  turns: number,
): Promise<{ [Index in keyof Measurements]: number }> {
  const values: number[][] = measurements.map(() => []);
  for (let turn = 0; turn <= turns; turn++) {
    for (const [index, measure] of measurements.entries()) {
      const value = await measure();
      if (turn > 0) values[index]?.push(value);
    }
  }
  // There is one for each measurement.
  return values.map(median) as { [Index in keyof Measurements]: number };
}

/**
 * How much work is done in a second of this thread's own time: on a machine that does other things, too, a second of the
 * clock may be anything.
 *
 * @param work - returns how much it has done.
 */
export async function measureWork(work: () => number | Promise<number>): Promise<number> {
  const start = process.threadCpuUsage();
  const done = await work();
  const { user, system } = process.threadCpuUsage(start);
  return (done / (user + system)) * 1e6;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
