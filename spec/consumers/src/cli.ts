// Runs other people's code generators on the spec, and what they generate against the mock. README.md explains it.
import { mkdirSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { flag, optional, runProgram, text, UsageError } from "@completions-api/command-line";
import { type Consumer, consumersFolder, listChecks, readConsumers } from "./consumer.ts";
import { judge, type Verdict } from "./judge.ts";
import { runConsumer, type ServerVariables } from "./run-consumer.ts";
import { startServers } from "./servers.ts";
import { isTableCurrent, writeTable } from "./table.ts";

type Counts = Record<Verdict["state"], number>;

const cacheFolder = join(consumersFolder, "node_modules/.cache/consumers");

/** Consumers that run at the same time. */
const concurrency = 2;

const marks = { passed: "✓", failed: "✗", skipped: "-" } as const;

const program = {
  name: "consumers",
  version: "0.0.0",
  summary:
    "Runs other people's code generators on the spec, and what they generate against the mock. Compares what comes out with the faults in spec/consumers/*/consumer.yaml.",
  options: {
    name: optional({
      valueName: "name",
      description: "The consumer to run. Default: all of them.",
      isOperand: true,
      read: text("the name of a consumer"),
    }),
    write: flag("Write the table in spec/README.md from the consumer.yaml files, and run nothing."),
  },
  exitCodes: {
    0: "everything came out as the consumer.yaml files say, or was skipped",
    1: "something came out differently, or the table is out of date",
  },
};

// Exiting kills the servers and everything that the consumers have started.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => process.exit(128 + constants.signals[signal]));

await runProgram(program, async ({ name, write }) => {
  const all = readConsumers();
  if (write) return writeTable(all);
  const consumers = all.filter((consumer) => name === undefined || consumer.name === name);
  if (consumers.length === 0) {
    const names = all.map((consumer) => consumer.name).join(", ");
    throw new UsageError(`There is no consumer called ${JSON.stringify(name)}. There are: ${names}.`);
  }

  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  await using servers = await startServers();
  // Those with checks of their own take longest. If they began last, one core would have nothing to do.
  const waiting = consumers.toSorted(
    (a, b) => Number(b.checks !== undefined) - Number(a.checks !== undefined),
  );
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await report(next, servers.variables, counts);
  };
  await Promise.all(Array.from({ length: concurrency }, work));

  if (name === undefined && !isTableCurrent(all)) {
    console.error("The table in spec/README.md is out of date. Run `npx pnpm@12 consumers --write`.");
    counts.failed += 1;
  }
  writeCounts(counts);
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  if (counts.failed > 0) process.exitCode = 1;
});

/** Runs a consumer, prints what comes out, and counts it. */
async function report(consumer: Consumer, servers: ServerVariables, counts: Counts): Promise<void> {
  const { name } = consumer;
  const start = performance.now();
  try {
    const result = await runConsumer(consumer, {
      servers,
      cacheFolder,
      say: (line) => console.error(`${name}: ${line}`),
    });
    if ("skipped" in result) {
      console.log(`${name}: skipped. ${result.skipped}`);
      counts.skipped += listChecks(consumer).length;
      return;
    }
    const verdicts = judge(consumer, result.outcomes);
    const seconds = Math.round((performance.now() - start) / 1000);
    const lines = verdicts.map(({ check, state, text }) => `  ${marks[state]} ${check}: ${text}`);
    console.log([`${name} (${seconds} s)`, ...lines].join("\n"));
    for (const { state } of verdicts) counts[state] += 1;
  } catch (error) {
    console.log(`${name}\n  ✗ ${error instanceof Error ? error.message : error}`);
    counts.failed += listChecks(consumer).length;
  }
}

/** Writes the counts as Vitest does, for .ci/count.ts. */
function writeCounts({ passed, failed, skipped }: Counts): void {
  const folder = join(consumersFolder, ".consumers");
  mkdirSync(folder, { recursive: true });
  const counts = { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped };
  writeFileSync(join(folder, "results.json"), JSON.stringify(counts));
}
