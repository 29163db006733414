// Counts how many broken servers the contract suite notices (packages/contract/mutants/README.md).
import { runProgram } from "@completions-api/command-line";
import { faceNames } from "../../src/faces/face.ts";
import { suiteOf } from "../../src/suite.ts";
import { chooseMutants } from "./command/choose-mutants.ts";
import { type MutantsOptions, program } from "./command/program.ts";
import { createProgress } from "./command/progress.ts";
import { formatMiss, summarize } from "./command/summary.ts";
import { detectors } from "./mutations/detectors.ts";
import { runMutations, specFiles } from "./mutations/run-mutations.ts";
import { isMissed, isStale, type MutantOutcome } from "./outcome.ts";
import { readSpecText } from "./report/read-spec-text.ts";
import { type Detectors, toReport } from "./report/to-report.ts";
import { writeReport } from "./report/write-report.ts";
import { type Mode, modes } from "./run/mode.ts";
import { startPlace } from "./run/place.ts";
import { runServers } from "./run/run-servers.ts";
import { serverNames, startServer } from "./run/servers.ts";
import { settleCoverage } from "./run/settle-coverage.ts";

const titles = {
  known: "Broken servers, capabilities declared",
  stranger: "Broken servers, capabilities found by asking",
  spec: "Mutations of the spec",
};

const cases = new Map(faceNames.flatMap(suiteOf).map(({ id, title }) => [id, { id, title }]));

await runProgram(program, async (options) => {
  const { members, hasSpec } = chooseMutants(options.only);
  const wantedModes = modes.filter((name) => options.mode === undefined || options.mode === name);
  if (members.length > 0)
    for (const mode of wantedModes) finish(mode, await breakServers(members, mode, options), options);
  if (hasSpec) finish("spec", await turnSpecs(options), options);
});

async function breakServers(
  members: Parameters<typeof runServers>[0],
  mode: Mode,
  { face: onlyFace, server: onlyServer }: MutantsOptions,
): Promise<readonly MutantOutcome[]> {
  const outcomes: MutantOutcome[] = [];
  for (const name of serverNames.filter((each) => onlyServer === undefined || onlyServer === each)) {
    await using server = await startServer(name);
    for (const face of faceNames.filter((each) => onlyFace === undefined || onlyFace === each)) {
      const progress = createProgress(`${name}, ${face}, ${mode}`);
      const place = await startPlace({ server, face, mode });
      outcomes.push(...(await runServers(members, place, progress.add)));
      progress.end();
    }
  }
  return settleCoverage(outcomes);
}

async function turnSpecs({ face: only }: MutantsOptions): Promise<readonly MutantOutcome[]> {
  await using server = await startServer("mock");
  const outcomes: MutantOutcome[] = [];
  for (const face of faceNames.filter((each) => only === undefined || only === each)) {
    const progress = createProgress(`spec, ${face}`);
    outcomes.push(...(await runMutations(face, server, progress.add)));
    progress.end();
  }
  return outcomes;
}

/** Prints what went wrong, and writes the report. */
function finish(
  name: keyof typeof titles,
  outcomes: readonly MutantOutcome[],
  { report: folder }: MutantsOptions,
): void {
  const problems = outcomes.filter((outcome) => isMissed(outcome) || isStale(outcome));
  for (const outcome of problems) console.log(formatMiss(outcome));
  const title = titles[name];
  console.log(`${title}: ${summarize(outcomes)}`);
  const tests: Detectors =
    name === "spec"
      ? { "packages/validators and packages/types": detectors }
      : { "packages/contract/src/cases": [...cases.values()] };
  const specs = Object.fromEntries(faceNames.map((face) => [specFiles[face], readSpecText(face)]));
  const page = writeReport(folder, { name, title, report: toReport(outcomes, tests, specs) });
  console.error(`Report: ${page}`);
  if (problems.length > 0) process.exitCode = 1;
}
