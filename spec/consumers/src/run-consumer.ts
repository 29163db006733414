import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Consumer, listChecks, programChecks } from "./consumer.ts";
import { runShell, type ShellResult } from "./shell.ts";

/** What came out of a check: `ok`, or the reason why not. */
export type Outcome = "ok" | { readonly no: string } | "not run";

/** The outcomes of a consumer's checks by their names, or a sentence that says why none was run. */
export type Report = { readonly outcomes: ReadonlyMap<string, Outcome> } | { readonly skipped: string };

/** The servers, as environment variables. */
export type ServerVariables = Readonly<Record<string, string>>;

/** With what a consumer runs. */
export interface RunOptions {
  readonly servers: ServerVariables;
  /** The folder that has a folder for the installation of each consumer. */
  readonly cacheFolder: string;
  /** Receives a line about the progress. */
  readonly say: (line: string) => void;
}

/** Seconds that each step may take on a busy machine. */
const timeouts = { install: 900, generate: 300, compile: 900, run: 1200 };

const specFolder = fileURLToPath(new URL("../../dist", import.meta.url));

/**
 * Runs every step of a consumer in a copy of its folder.
 *
 * @throws Error if it cannot be installed, which says nothing about the spec.
 */
export async function runConsumer(
  consumer: Consumer,
  { servers, cacheFolder, say }: RunOptions,
): Promise<Report> {
  const missing = consumer.needs.find((command) => !isOnPath(command));
  if (missing !== undefined) return { skipped: `\`${missing}\` is not on the PATH.` };
  if ((process.env.CI ?? "false") !== "false" && consumer.skippedInCi !== undefined)
    return { skipped: consumer.skippedInCi };

  const work = mkdtempSync(join(tmpdir(), `${consumer.name}-`));
  const clean = () => rmSync(work, { recursive: true, force: true });
  process.on("exit", clean);
  cpSync(consumer.folder, work, { recursive: true });
  const cache = join(cacheFolder, consumer.name);
  const env = {
    ...process.env,
    ...servers,
    // The consumers' `node` is the one of this workspace.
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    SPEC: join(specFolder, consumer.spec),
    CACHE: cache,
    VERSION: consumer.version,
  };
  const run = (step: keyof typeof timeouts, lines: readonly string[]) => {
    say(`${step}…`);
    return runShell(lines, { cwd: work, env, timeout: timeouts[step] });
  };
  try {
    await install(consumer, cache, (lines) => run("install", lines));
    const outcomes = new Map<string, Outcome>(listChecks(consumer).map((check) => [check, "not run"]));
    for (const step of ["generate", "compile"] as const) {
      if (consumer[step].length === 0) continue;
      const result = await run(step, consumer[step]);
      outcomes.set(`${step}s`, result.failure === undefined ? "ok" : { no: describe(result) });
      if (result.failure !== undefined) return { outcomes };
    }
    const result = await run("run", [consumer.run]);
    for (const [check, outcome] of readOutcomes(result, consumer.checks ?? programChecks))
      outcomes.set(check, outcome);
    return { outcomes };
  } finally {
    process.off("exit", clean);
    clean();
  }
}

/** Fills the cache, unless it is filled with this version by these lines. */
async function install(
  { install, version }: Consumer,
  cache: string,
  run: (lines: readonly string[]) => Promise<ShellResult>,
): Promise<void> {
  const marker = join(cache, ".installed");
  const installed = JSON.stringify({ version, install });
  if (existsSync(marker) && readFileSync(marker, "utf8") === installed) return;
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  if (install.length > 0) {
    const result = await run(install);
    if (result.failure !== undefined) throw new Error(`The installation failed: ${describe(result)}`);
  }
  writeFileSync(marker, installed);
}

/** Reads the lines that the program printed, one for each check. */
export function readOutcomes(
  { failure, stdout, output }: ShellResult,
  checks: readonly string[],
): Map<string, Outcome> {
  const lines = [...stdout.matchAll(/^(ok|no) ([\w.-]+)(?:: (.*))?$/gm)];
  const outcomes = new Map(
    lines.map(([, word, check = "", reason = "no reason given"]): [string, Outcome] => [
      check,
      word === "ok" ? "ok" : { no: reason },
    ]),
  );
  const rest = describe({ failure: failure ?? "the program printed no line for it", stdout, output });
  for (const check of checks) if (!outcomes.has(check)) outcomes.set(check, { no: rest });
  for (const check of outcomes.keys())
    if (!checks.includes(check)) outcomes.set(check, { no: "the check is not one of this consumer's" });
  return outcomes;
}

/** Returns the failure of a script, and the end of what it printed. */
function describe({ failure, output }: ShellResult): string {
  const end = output.trimEnd().split("\n").slice(-40);
  return [failure, ...end].join("\n    ");
}

function isOnPath(command: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, command)));
}
