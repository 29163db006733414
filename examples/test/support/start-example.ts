import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, dirname, join } from "node:path";

/** A started example. Disposing of it stops all its processes. */
export interface RunningExample extends AsyncDisposable {
  /** The address that it printed. */
  readonly url: string;
  /** Its output so far, for the report of a failed test. */
  readonly output: string;
}

/** The key of the API, which only an example's server may know. */
export const key = "secret-of-the-server";

/** The variables of this process, with the workspace's Node first on the path, and those of an example's server. */
export function environmentOf(baseUrl?: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    // Vitest sets it to "test", which no user's terminal has.
    NODE_ENV: undefined,
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    ...(baseUrl !== undefined && { COMPLETIONS_URL: baseUrl }),
    COMPLETIONS_KEY: key,
    NEXT_TELEMETRY_DISABLED: "1",
    NO_COLOR: "1",
  };
}

/**
 * Runs an example's `dev` script as its README says, with the address of the API in its environment.
 *
 * @throws Error if it ends before it prints its address.
 */
export async function startExample(
  folder: string,
  options: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<RunningExample> {
  const child = spawn("npm", ["run", "dev", "--", ...options], {
    cwd: join(import.meta.dirname, "../..", folder),
    env,
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that all processes can be stopped at once.
    detached: true,
  });
  const closed = once(child, "close");
  const stop = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
  };
  // If a test times out, nothing disposes of the example.
  process.once("exit", stop);
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
        const found = /http:\/\/[\w.]+:\d+(?=\D)/.exec(output);
        if (found) resolve(found[0]);
      });
    }
    closed.then(() => reject(new Error(`The example ended:\n${output}`)), reject);
  });
  return {
    url,
    get output() {
      return output;
    },
    async [Symbol.asyncDispose]() {
      process.off("exit", stop);
      stop();
      await closed;
    },
  };
}
