import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";

const folder = join(import.meta.dirname, "../../python");
const python = join(folder, ".venv/bin/python");

/**
 * Installs what the Python example requires, in an environment of its own, which later runs use again.
 *
 * @returns why this is impossible, or undefined.
 */
export function installRequirements(): string | undefined {
  return (
    runToEnd("python3", "-m", "venv", ".venv") ??
    runToEnd(python, "-m", "pip", "install", "--quiet", "--no-compile", "--requirement", "requirements.txt")
  );
}

function runToEnd(command: string, ...options: string[]): string | undefined {
  const { status, error, stderr } = spawnSync(command, options, { cwd: folder, encoding: "utf8" });
  return status === 0 ? undefined : `${command} ${options.join(" ")} failed: ${error ?? stderr}`;
}

/** Runs the example's own tests. Returns what pytest prints. */
export async function runPytest(env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await promisify(execFile)(python, ["-m", "pytest"], { cwd: folder, env });
  return stdout;
}

/** The running program `complete.py`. */
export class PythonExample {
  readonly #child: ChildProcess;
  /** The text that it has written to stderr so far. */
  stderr = "";
  /** Yields the parts of its output as they arrive. */
  readonly output: AsyncIterator<string>;
  /** Resolves to the exit code once it has ended. */
  readonly ended: Promise<number | null>;

  constructor(options: readonly string[], env: NodeJS.ProcessEnv) {
    const child = spawn(python, ["complete.py", ...options], {
      cwd: folder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    child.stderr.setEncoding("utf8").on("data", (text) => {
      this.stderr += text;
    });
    this.output = child.stdout.setEncoding("utf8")[Symbol.asyncIterator]();
    this.ended = once(child, "close").then(([code]) => code);
  }

  /** Reads what is left of its output. */
  async rest(): Promise<string> {
    let text = "";
    for (let part = await this.output.next(); !part.done; part = await this.output.next()) text += part.value;
    return text;
  }

  /** Does what Ctrl+C does in a terminal. */
  interrupt(): void {
    this.#child.kill("SIGINT");
  }
}
