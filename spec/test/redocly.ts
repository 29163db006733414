import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const cli = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");
const folder = fileURLToPath(new URL("..", import.meta.url));

/** Runs Redocly's command in the package, as a script would: its results, its messages, and its exit code. */
export function redocly(...args: string[]): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [cli, ...args], { cwd: folder }, (error, stdout, stderr) => {
      // An exit code is an answer. Anything else says that the command did not run.
      if (error && typeof error.code !== "number") reject(error);
      else resolve({ stdout, stderr, exitCode: Number(error?.code ?? 0) });
    });
  });
}
