import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Bench, benches } from "./benches.ts";
import { type Checkout, openCheckout } from "./checkout.ts";

const list = [...benches].map(([name, { description }]) => `  ${name.padEnd(12)}${description}`);

/** The text of `--help`. */
export const help: string = `Usage: npx pnpm@12 bench [BENCH...]
       npx pnpm@12 bench compare --base DIR [--rounds N] [BENCH...]

Measures this project next to its peers, and prints each figure and whether each bar is met.
"compare" measures this checkout and another one in turns, and says what is more than 3 % worse.

Benches (all by default):
${list.join("\n")}

Options:
  --base DIR    the root folder of the other checkout, installed and built
  --rounds N    the number of rounds of "compare" (default 4)
  --help        prints this text

Exit codes: 0 every bar is met, or nothing is worse; 1 a bar is missed, or something is worse;
2 the bench could not run.
`;

/** The arguments of the command. */
export type Task =
  | { readonly kind: "help" }
  | { readonly kind: "measure"; readonly benches: ReadonlyMap<string, Bench> }
  | {
      readonly kind: "compare";
      readonly benches: ReadonlyMap<string, Bench>;
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
    options: { base: { type: "string" }, rounds: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) return { kind: "help" };
  const { base, rounds } = values;
  if (positionals[0] !== "compare") {
    if (base !== undefined || rounds !== undefined) {
      throw new Error('--base and --rounds are options of "compare".');
    }
    return { kind: "measure", benches: selectBenches(positionals) };
  }
  if (base === undefined) {
    throw new Error("compare needs --base DIR, the root folder of another checkout.");
  }
  if (rounds !== undefined && !/^[1-9]\d{0,2}$/.test(rounds)) {
    throw new Error(`--rounds must be a number from 1 to 999, not ${JSON.stringify(rounds)}.`);
  }
  return {
    kind: "compare",
    benches: selectBenches(positionals.slice(1)),
    // pnpm runs this program in the bench's folder. INIT_CWD is the root folder, where `npx pnpm@12 bench` runs.
    base: openCheckout(resolve(process.env.INIT_CWD ?? ".", base)),
    rounds: Number(rounds ?? 4),
  };
}

function selectBenches(names: readonly string[]): ReadonlyMap<string, Bench> {
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
