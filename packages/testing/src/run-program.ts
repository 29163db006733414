import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

// Programs run from the source of all packages, so tests need no build.
const sourceCondition = "--conditions=@completions-api/source";

// Programs share their compiled code, which is a tenth of the time that a gateway takes to start.
const NODE_COMPILE_CACHE = fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url));
const inherited = { NODE_COMPILE_CACHE, ...process.env };

/** How to run a program. */
export interface ProgramOptions {
  /** Variables beside those of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Options of `node` itself. */
  readonly nodeOptions?: readonly string[];
  /** Another Node, which runs the program with the built packages. By default the Node of this process runs it from source. */
  readonly node?: string;
}

/** How to start a program that goes on running. */
export interface StartOptions extends ProgramOptions {
  /** The text on stdout that tells that the program is ready; by default a line with its URL. */
  readonly until?: RegExp;
  /** Opens a channel for messages to the program. */
  readonly ipc?: boolean;
}

/** The outcome of a program that has ended. */
export interface ProgramResult {
  /** The exit code, or what kept the program from starting. */
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of Node.js until it ends by itself. */
export async function executeProgram(
  file: URL,
  args: readonly string[],
  { env = {}, ...options }: ProgramOptions = {},
): Promise<ProgramResult> {
  const [node, all] = toCommand(file, args, options);
  try {
    return {
      code: 0,
      ...(await promisify(execFile)(node, all, { env: { ...inherited, ...env } })),
    };
  } catch (error) {
    return error as ProgramResult; // An error of `execFile` has the same properties.
  }
}

/** A program of Node.js that serves in a process of its own. Disposing of it kills the process. */
export class RunningProgram implements AsyncDisposable {
  readonly child: ChildProcess;
  /** The text that it has written to stdout so far. */
  stdout = "";
  /** The text that it has written to stderr so far. */
  stderr = "";
  /** Resolves once it has ended and all of its output has arrived. */
  readonly ended: Promise<[code: number | null, signal: NodeJS.Signals | null]>;

  private constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      this.stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      this.stderr += text;
    });
    // An event's arguments have no types.
    this.ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  }

  /**
   * Starts a program and waits until it is ready.
   *
   * @throws Error if it ends before.
   */
  static async start(
    file: URL,
    args: readonly string[],
    { env = {}, until = /http:\/\/\S+:\d+.*\n/, ipc = false, ...options }: StartOptions = {},
  ): Promise<RunningProgram> {
    const [node, all] = toCommand(file, args, options);
    const child = spawn(node, all, {
      env: { ...inherited, ...env },
      stdio: ["ignore", "pipe", "pipe", ...(ipc ? (["ipc"] as const) : [])],
    });
    const program = new RunningProgram(child);
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on("data", () => {
        if (until.test(program.stdout)) resolve();
      });
      program.ended.then(() => reject(new Error(`The program ended too early:\n${program.stderr}`)), reject);
    });
    return program;
  }

  /** The first URL in its output. */
  get url(): string {
    return /http:\/\/\S+:\d+/.exec(this.stdout)?.[0] ?? "";
  }

  /** Sends a signal and waits until the program has ended. */
  async stop(
    signal: NodeJS.Signals = "SIGTERM",
  ): Promise<[code: number | null, signal: NodeJS.Signals | null]> {
    this.child.kill(signal);
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop("SIGKILL");
  }
}

/** Returns the Node that runs a program, and its arguments. */
function toCommand(
  file: URL,
  args: readonly string[],
  { nodeOptions = [], node }: Pick<ProgramOptions, "nodeOptions" | "node">,
): [node: string, args: string[]] {
  const condition = node === undefined ? [sourceCondition] : [];
  return [node ?? process.execPath, [...condition, ...nodeOptions, fileURLToPath(file), ...args]];
}
