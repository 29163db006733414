import { fork } from "node:child_process";
import { once } from "node:events";
import { inTurns, measureWork } from "./rates.ts";

/** What contenders are compared in. */
export interface Comparison<Name extends string> {
  /** The module that the process of each runs. It calls {@link answerWith}. */
  readonly contenders: Readonly<Record<Name, URL>>;
  /** What each process is started with. */
  readonly args?: readonly string[];
  /** What each is given to work on, as a number that it understands. */
  readonly input: number;
  readonly turns: number;
}

/**
 * Has contenders work in turns, each in a process of its own: in one process all would be slower than they are in an
 * application, since V8 optimises code for what it has seen, and one would pay for the garbage of another.
 *
 * @returns the median rate of each, by {@link measureWork}.
 */
export async function compare<Name extends string>({
  contenders,
  args = [],
  input,
  turns,
}: Comparison<Name>): Promise<Record<Name, number>> {
  const running = Object.entries<URL>(contenders).map(([name, module]) => ({
    name,
    ...startContender(module, args),
  }));
  try {
    const measurements = running.map((contender) => () => contender.measure(input));
    const rates = await inTurns(measurements, turns);
    // The names are those of the contenders.
    return Object.fromEntries(running.map(({ name }, index) => [name, rates[index]])) as Record<Name, number>;
  } finally {
    for (const { stop } of running) stop();
  }
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
