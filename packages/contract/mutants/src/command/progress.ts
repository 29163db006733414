import { isMissed, type MutantOutcome } from "../outcome.ts";

/** A line on stderr that shows how far a run is. */
interface Progress {
  readonly add: (outcome: MutantOutcome) => void;
  readonly end: () => void;
}

/** Shows progress if stderr is a terminal. Otherwise it shows one line at the end. */
export function createProgress(title: string): Progress {
  const { isTTY } = process.stderr;
  const start = performance.now();
  let done = 0;
  let missed = 0;
  const line = (): string => `${title}: ${done} mutants, ${missed} missed`;
  return {
    add(outcome) {
      done += 1;
      if (isMissed(outcome)) missed += 1;
      if (isTTY) process.stderr.write(`\r\u001B[K${line()}, ${outcome.id}`);
    },
    end() {
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      process.stderr.write(`${isTTY ? "\r\u001B[K" : ""}${line()}, ${seconds} s\n`);
    },
  };
}
