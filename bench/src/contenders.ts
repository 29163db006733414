import { fork } from "node:child_process";
import { once } from "node:events";
import { inTurns, measureWork, median } from "./rates.ts";

/** What contenders are compared in. */
export interface Comparison<Name extends string> {
  /** The module that the process of each runs. It calls {@link answerWith}. */
  readonly contenders: Readonly<Record<Name, URL>>;
  /** What each process is started with. */
  readonly args?: readonly string[];
  /** What each is given to work on, as a number that it understands. */
  readonly input: number;
  /** How often a process works, and how often there is a new one. */
  readonly turns: number;
  readonly starts: number;
}

/**
 * Has contenders work in turns, each in a process of its own: in one process all would be slower than they are in an
 * application, since V8 optimises code for what it has seen, and one would pay for the garbage of another. They are started
 * more than once, since how well V8 does so is luck, too.
 *
 * @returns the rate of each by {@link measureWork}: the median of the starts' medians.
 */
export async function compare<Name extends string>({
  contenders,
  args = [],
  input,
  turns,
  starts,
}: Comparison<Name>): Promise<Record<Name, number>> {
  const modules = Object.values<URL>(contenders);
  const medians: number[][] = [];
  while (medians.length < starts) {
    const running = modules.map((module) => startContender(module, args));
    try {
      const measurements = running.map((contender) => () => contender.measure(input));
      medians.push(await inTurns(measurements, turns));
    } finally {
      for (const { stop } of running) stop();
    }
  }
  const rates = Object.keys(contenders).map((name, index) => [
    name,
    median(medians.map((start) => start[index] ?? Number.NaN)),
  ]);
  // The names are those of the contenders.
  return Object.fromEntries(rates) as Record<Name, number>;
}

/**
 * In a contender's process: works whenever it is its turn.
 *
 * @param work - returns how much it has done.
 */
export function answerWith(work: (input: number) => number | Promise<number>): void {
  process.on("message", async (input: number) => process.send?.(await measureWork(() => work(input))));
}

interface Contender {
  measure(input: number): Promise<number>;
  stop(): void;
}

function startContender(module: URL, args: readonly string[]): Contender {
  const child = fork(module, args);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${module.pathname} ended with ${code}.`);
  });
  ended.catch(() => {}); // Nobody may be waiting.
  return {
    async measure(input) {
      child.send(input);
      const [rate] = await Promise.race([once(child, "message"), ended]);
      return rate;
    },
    stop: () => child.kill(),
  };
}
