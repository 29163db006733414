// Counts how many broken servers the contract suite notices (packages/contract/mutants/README.md).
import { runProgram } from "@completions-api/command-line";
import { contractCases } from "../../src/index.ts";
import { chooseMutants } from "./command/choose-mutants.ts";
import { program } from "./command/program.ts";
import { createProgress } from "./command/progress.ts";
import { formatMiss, summarize } from "./command/summary.ts";
import { isMissed, isStale, type MutantOutcome } from "./outcome.ts";
import { toReport } from "./report/to-report.ts";
import { writeReport } from "./report/write-report.ts";
import { type Mode, modes } from "./run/mode.ts";
import { startPlace } from "./run/place.ts";
import { runServers } from "./run/run-servers.ts";
import { serverNames, startServer } from "./run/servers.ts";

const titles: Readonly<Record<Mode, string>> = {
  known: "Capabilities declared",
  stranger: "Capabilities found by asking",
};

await runProgram(program, async ({ only, face, server, mode, report: folder }) => {
  const members = chooseMutants(only);
  const wanted = <Name>(names: readonly Name[], chosen: Name | undefined): readonly Name[] =>
    chosen === undefined ? names : [chosen];
  for (const chosenMode of wanted(modes, mode)) {
    const outcomes: MutantOutcome[] = [];
    for (const name of wanted(serverNames, server)) {
      await using running = await startServer(name);
      for (const chosenFace of wanted(["completions", "openai"] as const, face)) {
        const progress = createProgress(`${name}, ${chosenFace}, ${chosenMode}`);
        const place = await startPlace({ server: running, face: chosenFace, mode: chosenMode });
        outcomes.push(...(await runServers(members, place, progress.add)));
        progress.end();
      }
    }
    const problems = outcomes.filter((outcome) => isMissed(outcome) || isStale(outcome));
    for (const outcome of problems) console.log(formatMiss(outcome));
    console.log(`${titles[chosenMode]}: ${summarize(outcomes)}`);
    const report = toReport(outcomes, { "packages/contract/src/cases": contractCases });
    console.error(`Report: ${writeReport(folder, { name: chosenMode, title: titles[chosenMode], report })}`);
    if (problems.length > 0) process.exitCode = 1;
  }
});
