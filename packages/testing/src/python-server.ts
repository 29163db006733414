import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { findFreePort } from "./listen.ts";

const environment = new URL("../node_modules/.cache/engines/", import.meta.url);
const programs = new URL("../engines/", import.meta.url);

/** The file of a tiny model with random weights. */
export const modelFile: string = fileURLToPath(new URL("model.gguf", environment));

/** Why the engines cannot be started: they are not installed, or not in the versions of `requirements.txt`. */
export const missingEngines: string | undefined =
  read(new URL("installed.txt", environment)) ===
  `${read(new URL("requirements.txt", programs))}${read(new URL("write_model.py", programs))}`
    ? undefined
    : "The real engines are not installed: run `npx pnpm@12 engines`.";

/** Returns the name of a package and its version, which `requirements.txt` pins. */
export function engineVersion(name: string): string {
  const [, version] =
    new RegExp(`^${name}==(\\S+)`, "m").exec(read(new URL("requirements.txt", programs)) ?? "") ?? [];
  if (version === undefined) throw new Error(`requirements.txt does not list ${name}.`);
  return `${name} ${version}`;
}

/** How to start a server of Python. */
export interface PythonServerOptions {
  /** Arguments of Python, such as a program in the folder `engines`, for a server that listens on `port`. */
  readonly toArguments: (port: number) => readonly string[];
  /** The line that tells that it is ready. */
  readonly until: RegExp;
  readonly variables?: Readonly<Record<string, string>>;
}

/** A server that somebody else wrote, in a process of its own. A test can kill and restart it. */
export class PythonServer implements AsyncDisposable {
  /** The address of the server, without a path. It keeps it when it is restarted. */
  readonly origin: string;
  readonly #port: number;
  readonly #options: PythonServerOptions;
  #process: ChildProcess | undefined;
  /** Its output so far, for the messages of tests that fail. */
  output = "";

  private constructor(port: number, options: PythonServerOptions) {
    this.#port = port;
    this.#options = options;
    this.origin = `http://127.0.0.1:${port}`;
  }

  /** Starts a server on a free port. Resolves when it is ready. */
  static async start(options: PythonServerOptions): Promise<PythonServer> {
    const server = new PythonServer(await findFreePort(), options);
    await server.restart();
    return server;
  }

  /** Starts it again after it was killed. Resolves when it is ready. */
  async restart(): Promise<void> {
    const { toArguments, until, variables = {} } = this.#options;
    const python = fileURLToPath(new URL("bin/python", environment));
    const child = spawn(python, toArguments(this.#port), {
      cwd: programs,
      env: { ...process.env, ...variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface(stream).on("line", (line) => {
          this.output += `${line}\n`;
          if (until.test(line)) resolve();
        });
      }
      child.once("close", () => reject(new Error(`The server ended too early:\n${this.output}`)));
    });
  }

  /** Kills the process at once, whatever it is doing. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined) return;
    this.#process = undefined;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }

  /** Stops the process, which keeps its connections and responds to nothing, until `resume`. */
  pause(): void {
    this.#process?.kill("SIGSTOP");
  }

  resume(): void {
    this.#process?.kill("SIGCONT");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}

function read(file: URL): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
