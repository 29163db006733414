import { type ModuleOptions, type ModuleProcess, startModule } from "./module-process.ts";
import { byName, inTurns, measureWork } from "./rates.ts";
import { median, type Rounds } from "./rounds.ts";

/** A module that calls {@link answerWith}, and its command-line arguments. */
export type ContenderModule = Pick<ModuleOptions, "module" | "args">;

/** How to measure contenders. */
export interface ContenderOptions<Name extends string> {
  readonly contenders: Readonly<Record<Name, ContenderModule>>;
  /** The work for each turn, as a number whose meaning the contenders define. */
  readonly input: number;
  /** The measured turns of each process. */
  readonly turns: number;
  /** How often each contender is started in a new process: the rounds. */
  readonly starts: number;
}

/**
 * Measures contenders in turns, each in its own process. In one process all would be slower than in an application: V8
 * optimizes code for the values that it has seen, and one contender would pay for the garbage of another. Each
 * contender is started several times, because the optimizer's decisions vary from process to process.
 *
 * @returns the rate of each contender, as {@link measureWork} defines it: the median of each start.
 */
export async function measureContenders<Name extends string>({
  contenders,
  input,
  turns,
  starts,
}: ContenderOptions<Name>): Promise<Record<Name, Rounds>> {
  const rates: Record<Name, Rounds>[] = [];
  while (rates.length < starts) {
    const running = byName(contenders, (module) => startModule({ ...module, place: "measured" }));
    try {
      rates.push(
        await inTurns(
          byName(
            running,
            ({ ask }) =>
              () =>
                ask(input),
          ),
          turns,
        ),
      );
    } finally {
      for (const { stop } of Object.values<ModuleProcess>(running)) stop();
    }
  }
  return byName(contenders, (_, name) => rates.map((start) => median(start[name])));
}

/**
 * Makes this process a contender, which works whenever it is asked.
 *
 * @param work - returns the amount of work that it has done.
 */
export function answerWith(work: (input: number) => number | Promise<number>): void {
  process.on("message", async (input: number) => process.send?.(await measureWork(() => work(input))));
}
