import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** How a program of Node.js ended. */
export interface ProcessResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A server in a process of its own. Disposing of it ends the process. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
}

/** Runs a program of Node.js until it ends, or until the signal ends it. */
export async function runProcess(
  folder: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<ProcessResult> {
  const child = start(folder, args, signal);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const exitCode = await ended(child);
  signal.throwIfAborted();
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

/**
 * Starts a program of Node.js that prints the URL that it serves.
 *
 * @throws Error with what it printed, if it ends before.
 */
export async function startServerProcess(
  folder: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<ServerProcess> {
  const child = start(folder, args, signal);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const end = ended(child);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on("data", () => {
      const found = /http:\/\/\S+:\d+/.exec(stdout.text);
      if (found) resolve(found[0]);
    });
    end.then(() => reject(new Error(`The server ended at once: ${stderr.text.slice(-500)}`)));
  });
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill();
      await end;
    },
  };
}

function start(folder: string, args: readonly string[], signal: AbortSignal): ChildProcess {
  // A test runner's variables for its own workers would mislead a test runner that is started here.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:VITEST|NODE_ENV$|TEST$)/.test(name)),
  );
  return spawn(process.execPath, ["--conditions=@completions-api/source", ...args], {
    cwd: folder,
    env,
    signal,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function ended(child: ChildProcess): Promise<number> {
  // An abort is an error of the process too; whoever waits asks the signal.
  child.on("error", () => {});
  const [exitCode] = await once(child, "close").catch(() => [1]);
  return exitCode ?? 1;
}

function collect(stream: NodeJS.ReadableStream | null): { text: string } {
  const collected = { text: "" };
  stream?.setEncoding("utf8").on("data", (text: string) => {
    collected.text += text;
  });
  return collected;
}
