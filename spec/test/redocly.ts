import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const cli = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");
const folder = fileURLToPath(new URL("..", import.meta.url));

/** Runs Redocly's CLI in the package's folder, and returns its output and exit code. */
export function redocly(...args: string[]): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [cli, ...args], { cwd: folder }, (error, stdout, stderr) => {
      // A numeric code is an exit code. Any other error means that the command did not run.
      if (error && typeof error.code !== "number") reject(error);
      else resolve({ stdout, stderr, exitCode: Number(error?.code ?? 0) });
    });
  });
}
