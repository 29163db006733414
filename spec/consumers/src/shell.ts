import { spawn } from "node:child_process";

/** The outcome of a shell script. */
export interface ShellResult {
  /** Why it failed, such as `exit code 1`. Absent if it succeeded. */
  readonly failure?: string;
  /** What it wrote to stdout. */
  readonly stdout: string;
  /** What it wrote to stdout and stderr, in the order of arrival. */
  readonly output: string;
}

/** Where and with what a shell script runs. */
export interface ShellOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Seconds after which it is killed. */
  readonly timeout: number;
}

const groups = new Set<number>();
process.on("exit", () => groups.forEach(killGroup));

/**
 * Runs lines in bash and stops at the first one that fails. Whatever they started has ended when the promise resolves, or
 * when this process exits.
 */
export async function runShell(
  lines: readonly string[],
  { cwd, env, timeout }: ShellOptions,
): Promise<ShellResult> {
  const child = spawn("bash", ["-euo", "pipefail", "-c", lines.join("\n")], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, to kill it with everything that it starts.
    detached: true,
  });
  const group = child.pid;
  if (group !== undefined) groups.add(group);
  const end = () => group !== undefined && killGroup(group);

  let stdout = "";
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    output += text;
  });

  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    end();
  }, timeout * 1000);
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once("error", ({ message }) => resolve(message));
    // A process that it left in the background would keep the pipes open.
    child.once("exit", end);
    child.once("close", (code, signal) => {
      if (timedOut) resolve(`it took longer than ${timeout} seconds`);
      else if (code === 0) resolve(undefined);
      else resolve(code === null ? `signal ${signal}` : `exit code ${code}`);
    });
  });
  clearTimeout(timer);
  if (group !== undefined) groups.delete(group);
  return failure === undefined ? { stdout, output } : { failure, stdout, output };
}

function killGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // Every process of the group has ended.
  }
}
