import type { Run } from "../history/run.ts";
import { type Moved, printChanges } from "./print-changes.ts";

/**
 * Compares recorded runs: for each bench the newest one with the newest one before it on the same machine, or with one that is
 * named. Prints how each figure changed.
 *
 * @param runs - the oldest first.
 * @param name - the beginning of the commit or of the time of the run to compare with.
 * @throws Error if there is nothing to compare.
 */
export function compareRuns(runs: readonly Run[], benches: Iterable<string>, name?: string): Moved {
  const newestFirst = runs.toReversed();
  const moved = { better: 0, worse: 0 };
  let compared = 0;
  for (const bench of benches) {
    const [current, ...earlier] = newestFirst.filter((run) => bench in run.benches);
    if (!current) continue;
    const base =
      name === undefined
        ? earlier.find((run) => describeMachine(run) === describeMachine(current))
        : [current, ...earlier].find(({ commit, time }) => commit.startsWith(name) || time.startsWith(name));
    if (!base) continue;
    compared += 1;
    console.log(`\nthis: ${describe(current)}\nbase: ${describe(base)}`);
    if (describeMachine(base) !== describeMachine(current)) {
      console.log("The machines differ, so only ratios can be compared.");
    }
    const { better, worse } = printChanges(bench, pair(current, base, bench), { arePaired: false });
    moved.better += better;
    moved.worse += worse;
  }
  if (compared === 0) {
    throw new Error(
      name === undefined
        ? "bench/history.jsonl has no two runs of a bench on the same machine."
        : `bench/history.jsonl has no run that begins with "${name}".`,
    );
  }
  return moved;
}

/** Pairs the figures that both runs have. */
function pair(current: Run, base: Run, bench: string) {
  const others = new Map(base.benches[bench]?.map((figure) => [figure.name, figure]));
  return (current.benches[bench] ?? []).flatMap((figure) => {
    const other = others.get(figure.name);
    return other ? [{ ...figure, rounds: { current: figure.rounds, base: other.rounds } }] : [];
  });
}

function describe(run: Run): string {
  return `${run.commit.slice(0, 9)}${run.isChanged ? " with changes" : ""}, ${run.time}, ${describeMachine(run)}`;
}

function describeMachine({ machine: { cpu, cores, memory } }: Run): string {
  return `${cores} cores (${cpu}), ${memory} GB`;
}
