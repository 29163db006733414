import type { Rounds } from "./rounds.ts";

/** Milliseconds of a contender's turn, and the number of rounds that only warm up. */
const turn = 100;
const warmUps = 2;

/**
 * Measures how many times a second each function runs. The functions take turns, so that other work of the machine affects all
 * alike and their ratios hold.
 */
export function measureRates<Name extends string>(
  contenders: Readonly<Record<Name, () => unknown>>,
  rounds: number,
): Record<Name, Rounds> {
  const rates = byName(contenders, () => [] as number[]);
  for (let round = 0; round < warmUps + rounds; round++) {
    for (const name of namesOf(contenders)) {
      const rate = measureRate(contenders[name]);
      if (round >= warmUps) rates[name].push(rate);
    }
  }
  return rates;
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

/** How long to measure: the measured rounds, and the seconds of each contender's turn in a round. */
export interface Effort {
  readonly rounds: number;
  readonly seconds: number;
}

/** The same for programs that become faster with use. */
export interface WarmEffort extends Effort {
  /** The seconds of each load that each contender gets before the first round. */
  readonly warmUp: number;
}

/** Measures one figure, or several at once. */
export type Measurement<Value> = () => Promise<Value>;

/**
 * Runs measurements in turns, forwards and backwards (A B, B A, A B, …), so that other work of the machine affects all alike
 * and a steady drift cancels out.
 *
 * @param warmUps - the number of rounds before the measured ones, which only warm up.
 * @returns the values of the measured rounds.
 */
export async function inTurns<Name extends string, Value>(
  measurements: Readonly<Record<Name, Measurement<Value>>>,
  rounds: number,
  warmUps = 1,
): Promise<Record<Name, Value[]>> {
  const values = byName(measurements, () => [] as Value[]);
  const names = namesOf(measurements);
  for (let round = 1 - warmUps; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? names.toReversed() : names) {
      const value = await measurements[name]();
      if (round > 0) values[name].push(value);
    }
  }
  return values;
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
