/** Milliseconds of a contender's turn, and the number of turns. The first turns only warm up. */
const turn = 40;
const turnCount = 15;
const warmUps = 3;

/**
 * Measures how many times a second each function runs: the median of short turns. The functions take turns, so
 * that other work of the machine affects all alike and their ratios hold.
 */
export function measureRates<Name extends string>(
  contenders: Readonly<Record<Name, () => unknown>>,
): Record<Name, number> {
  const rates = byName(contenders, () => [] as number[]);
  for (let round = 0; round < warmUps + turnCount; round++) {
    for (const name of namesOf(contenders)) {
      const rate = measureRate(contenders[name]);
      if (round >= warmUps) rates[name].push(rate);
    }
  }
  return byName(rates, (list) => median(list));
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

/** How long to measure: the measured turns of each contender, and the seconds of each turn. */
export interface Effort {
  readonly turns: number;
  readonly seconds: number;
}

/** Measures one figure. */
export type Measurement = () => Promise<number>;

/**
 * Runs measurements in turns, forwards and backwards (A B, B A, A B, …), so that other work of the machine affects all alike
 * and a steady drift cancels out. The first turn only warms up.
 *
 * @returns the median of each measurement.
 */
export async function inTurns<Name extends string>(
  measurements: Readonly<Record<Name, Measurement>>,
  turns: number,
): Promise<Record<Name, number>> {
  const values = byName(measurements, () => [] as number[]);
  const names = namesOf(measurements);
  for (let turn = 0; turn <= turns; turn++) {
    for (const name of turn % 2 === 0 ? names.toReversed() : names) {
      const value = await measurements[name]();
      if (turn > 0) values[name].push(value);
    }
  }
  return byName(values, (list) => median(list));
}

/**
 * Measures how much work one core does in a second. It counts the processor time of the whole process, so that V8's helper
 * threads count, but other programs do not.
 *
 * @param work - returns the amount of work that it has done.
 */
export async function measureWork(work: () => number | Promise<number>): Promise<number> {
  const start = process.cpuUsage();
  const done = await work();
  const { user, system } = process.cpuUsage(start);
  return (done / (user + system)) * 1e6;
}

/** Returns the middle value, or the mean of the two middle values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return sorted.length % 2 === 0 ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}

/** Returns a record with the same names, and for each name a value that `create` makes from the old one. */
export function byName<Name extends string, Value, Result>(
  record: Readonly<Record<Name, Value>>,
  create: (value: Value, name: Name) => Result,
): Record<Name, Result> {
  const entries = namesOf(record).map((name) => [name, create(record[name], name)]);
  // `Object.fromEntries` loses the names' type.
  return Object.fromEntries(entries) as Record<Name, Result>;
}

function namesOf<Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] {
  // `Object.keys` loses the names' type.
  return Object.keys(record) as Name[];
}
