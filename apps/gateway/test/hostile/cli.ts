// Attacks the gateway with every case of the catalogue, and prints which held (docs/development.md).
import { existsSync } from "node:fs";
import { flag, repeatable, runProgram, text, UsageError } from "@completions-api/command-line";
import type { GatewayProgram } from "./attacked-gateway.ts";
import { Attackers, type Incident } from "./attackers.ts";
import { sum } from "./caller/tally.ts";
import { type HostileCase, toBoundedForm } from "./hostile-case.ts";
import { generousBounds, judge, type LatencyBounds } from "./judge.ts";
import { readCases } from "./read-cases.ts";
import { runAlone } from "./run-alone.ts";

const program = {
  name: "hostile",
  version: "0.0.0",
  summary:
    "Attacks the built gateway with every case of apps/gateway/test/hostile/cases, and prints what held, with figures: latencies and turns of the event loop in milliseconds, resident memory, requests upstream.",
  options: {
    only: repeatable({
      valueName: "ID",
      description: "Run only this case. May be given several times.",
      read: text("the id of a case"),
    }),
    bounded: flag("Run the form that `npx pnpm@12 test` runs, with fewer connections and requests."),
    source: flag("Attack the gateway from its source instead of the built one."),
    list: flag("Print the cases, and run nothing."),
  },
  exitCodes: { 0: "everything held", 1: "something did not hold" },
};

await runProgram(program, async ({ only, bounded, source, list }) => {
  const all = readCases();
  const unknown = only.filter((id) => !all.some((hostile) => hostile.id === id));
  if (unknown.length > 0) throw new UsageError(`There is no case called ${unknown.join(", ")}. Try --list.`);
  const chosen = all.filter(({ id }) => only.length === 0 || only.includes(id));
  if (list) {
    for (const { id, summary } of chosen) console.log(`${id.padEnd(32)}${summary}`);
    return;
  }
  const cases = bounded ? chosen.flatMap((hostile) => toBoundedForm(hostile) ?? []) : chosen;
  const gateway = findGateway(source);
  const bounds = bounded ? generousBounds : undefined;
  using attackers = new Attackers();
  console.log(formatRow(["case", "held", "seconds", "health p99", "others p99", "turn", "MB", "upstream"]));
  let failed = 0;
  for (const [index, hostile] of cases.entries()) {
    console.error(`${index + 1} of ${cases.length}: ${hostile.id}`);
    if (!(await report(attackers, hostile, { gateway, bounds }))) failed += 1;
  }
  console.log(`${cases.length - failed} of ${cases.length} held`);
  if (failed > 0) process.exitCode = 1;
});

function findGateway(source: boolean): GatewayProgram {
  if (source) return { file: new URL("../../src/cli.ts", import.meta.url) };
  const file = new URL("../../dist/cli.js", import.meta.url);
  if (!existsSync(file)) throw new UsageError("The gateway is not built. Run `npx pnpm@12 build` first.");
  return { file, node: process.execPath };
}

/** Runs a case, and prints its row and what does not hold. Returns whether it held. */
async function report(
  attackers: Attackers,
  hostile: HostileCase,
  { gateway, bounds }: { readonly gateway: GatewayProgram; readonly bounds: LatencyBounds | undefined },
): Promise<boolean> {
  const incident = await runAlone(attackers, hostile, gateway);
  const problems = judge(hostile, incident, bounds);
  console.log(formatRow([hostile.id, problems.length === 0 ? "yes" : "NO", ...figures(incident)]));
  const { responses, ends, received } = sum(incident.callers);
  console.log(`  ${JSON.stringify({ responses, ends, received })}`);
  for (const problem of problems) console.log(`  ✗ ${problem}`);
  return problems.length === 0;
}

function figures({ seconds, bystander, longestTurn, memory, upstream }: Incident): string[] {
  return [
    seconds.toFixed(1),
    bystander.health.p99.toFixed(0),
    bystander.completions.p99.toFixed(0),
    longestTurn === undefined ? "?" : longestTurn.toFixed(0),
    memory === undefined ? "?" : (memory / 2 ** 20).toFixed(0),
    String(upstream.requests),
  ];
}

function formatRow([id = "", held = "", ...rest]: readonly string[]): string {
  return `${id.padEnd(32)}${held.padEnd(6)}${rest.map((value) => value.padStart(12)).join("")}`;
}
