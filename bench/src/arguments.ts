import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Bench, benches } from "./benches.ts";
import { type Checkout, openCheckout } from "./checkout.ts";

/** A test of five rounds against five others, or of eight pairs, can tell a change from noise. */
const defaultRounds = { measure: 5, compare: 8 };

const list = [...benches].map(([name, { description }]) => `  ${name.padEnd(12)}${description}`);

/** The text of `--help`. */
export const help: string = `Usage: npx pnpm@12 bench [--rounds N] [BENCH...]
       npx pnpm@12 bench --compare [RUN] [BENCH...]
       npx pnpm@12 bench --compare DIR [--rounds N] [BENCH...]

Measures this project next to its peers, prints each figure and whether each bar is met, and
adds a line to bench/history.jsonl.
"--compare" says which figures moved beyond noise: of the newest recorded run since RUN, or
since the run before it on the same machine; or of this checkout next to the one in the folder
DIR, installed and built, when both are measured in turns.

Benches (all by default):
${list.join("\n")}

Options:
  --compare     compares, and records nothing
  --rounds N    how often each figure is measured (default ${defaultRounds.measure}; with DIR ${defaultRounds.compare})
  --help        prints this text

RUN is the beginning of the run's commit or of its time, as in bench/history.jsonl.

Exit codes: 0 every bar is met, or nothing is worse; 1 a bar is missed, or something is worse;
2 the bench could not run.
`;

type Benches = ReadonlyMap<string, Bench>;

/** The arguments of the command. */
export type Task =
  | { readonly kind: "help" }
  | { readonly kind: "measure"; readonly benches: Benches; readonly rounds: number }
  | { readonly kind: "compare-runs"; readonly benches: Benches; readonly run?: string }
  | {
      readonly kind: "compare-checkouts";
      readonly benches: Benches;
      readonly base: Checkout;
      readonly rounds: number;
    };

/**
 * Reads the command line.
 *
 * @throws Error if an argument is not valid, or if the other checkout is not built.
 */
export function readArguments(args: readonly string[]): Task {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { compare: { type: "boolean" }, rounds: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) return { kind: "help" };
  const { compare, rounds } = values;
  if (rounds !== undefined && !/^[1-9]\d{0,2}$/.test(rounds)) {
    throw new Error(`--rounds must be a number from 1 to 999, not ${JSON.stringify(rounds)}.`);
  }
  if (!compare) {
    return {
      kind: "measure",
      benches: selectBenches(positionals),
      rounds: Number(rounds ?? defaultRounds.measure),
    };
  }
  const [first] = positionals;
  if (first === undefined || benches.has(first)) {
    return { kind: "compare-runs", benches: selectBenches(positionals) };
  }
  const selected = selectBenches(positionals.slice(1));
  // pnpm runs this program in the bench's folder. INIT_CWD is the root folder, where `npx pnpm@12 bench` runs.
  const folder = resolve(process.env.INIT_CWD ?? ".", first);
  if (!existsSync(folder)) return { kind: "compare-runs", benches: selected, run: first };
  return {
    kind: "compare-checkouts",
    benches: selected,
    base: openCheckout(folder),
    rounds: Number(rounds ?? defaultRounds.compare),
  };
}

function selectBenches(names: readonly string[]): Benches {
  if (names.length === 0) return benches;
  return new Map(
    names.map((name) => {
      const bench = benches.get(name);
      if (!bench) {
        throw new Error(`Unknown bench "${name}". The benches are ${[...benches.keys()].join(", ")}.`);
      }
      return [name, bench];
    }),
  );
}
