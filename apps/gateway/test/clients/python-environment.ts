import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const environment = new URL("../../node_modules/.cache/python-clients/", import.meta.url);
const programs = new URL("python/", import.meta.url);

/** Why the Python clients cannot be called: they are not installed, or not in the versions of `requirements.txt`. */
export const missingPython: string | undefined =
  read(new URL("installed.txt", environment)) === read(new URL("requirements.txt", programs))
    ? undefined
    : "Not installed: run `npx pnpm@12 runtimes`.";

/**
 * Runs a program of the folder `python` with an argument in JSON. Returns what it prints, parsed.
 *
 * @param variables - environment variables that the program needs.
 */
export async function runPython(
  program: string,
  argument: object,
  variables: Readonly<Record<string, string>>,
): Promise<unknown> {
  const file = fileURLToPath(new URL(program, programs));
  return JSON.parse(await execPython([file, JSON.stringify(argument)], variables));
}

/** Runs Python. Returns what it prints. */
export async function execPython(
  options: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const python = fileURLToPath(new URL("bin/python", environment));
  const { stdout } = await promisify(execFile)(python, options, { env: { ...process.env, ...variables } });
  return stdout;
}

function read(file: URL): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
