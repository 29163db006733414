import { type ChildProcess, execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { placeCommand } from "../measuring/cores.ts";
import { type ModuleProcess, toModuleProcess } from "../measuring/module-process.ts";

/** A machine of a {@link Network}: a network namespace of Linux, with an address and ports of its own. */
export interface Host {
  readonly address: string;
  /** Starts a program there. It ends with the network. */
  start(command: readonly string[], environment?: NodeJS.ProcessEnv): ChildProcess;
  /** Starts a module there, which answers each message. */
  startModule(module: URL): ModuleProcess;
  /** Runs a program there and returns its output. */
  run(command: readonly string[]): string;
}

/** Several machines behind one switch, on this machine. Needs root and `ip`, of the package `iproute2`. */
export class Network implements AsyncDisposable {
  readonly #prefix = `bench-${process.pid}`;
  readonly #namespaces: string[] = [];
  readonly #children = new Set<ChildProcess>();

  constructor() {
    this.#add("switch");
    ip("-n", this.#switch, "link", "add", "name", "bridge", "type", "bridge");
    ip("-n", this.#switch, "link", "set", "bridge", "up");
  }

  get #switch(): string {
    return `${this.#prefix}-switch`;
  }

  /** Adds a machine. */
  addHost(name: string): Host {
    const number = this.#namespaces.length;
    const namespace = this.#add(name);
    const address = `10.99.0.${number}`;
    const port = `port-${number}`;
    ip("-n", this.#switch, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    ip("-n", this.#switch, "link", "set", port, "master", "bridge", "up");
    ip("-n", namespace, "address", "add", `${address}/24`, "dev", "eth0");
    for (const device of ["eth0", "lo"]) ip("-n", namespace, "link", "set", device, "up");
    const inside = (command: readonly string[]) =>
      placeCommand("anywhere", ["ip", "netns", "exec", namespace, ...command]);
    return {
      address,
      start: (command, environment = {}) => {
        const [file, ...args] = inside(command);
        const env = { ...process.env, NODE_ENV: "production", ...environment };
        return this.#keep(spawn(file, args, { env, stdio: "ignore" }));
      },
      startModule: (module) => {
        const [execPath, ...execArgv] = inside([process.execPath, ...process.execArgv]);
        return toModuleProcess(this.#keep(fork(module, { execPath, execArgv })), module);
      },
      run: (command) => {
        const [file, ...args] = inside(command);
        return execFileSync(file, args, { encoding: "utf8" });
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      [...this.#children].map(async (child) => {
        const exited = once(child, "exit");
        child.kill("SIGKILL");
        await exited;
      }),
    );
    for (const namespace of this.#namespaces) ip("netns", "delete", namespace);
  }

  #add(name: string): string {
    const namespace = `${this.#prefix}-${name}`;
    ip("netns", "add", namespace);
    this.#namespaces.push(namespace);
    return namespace;
  }

  #keep(child: ChildProcess): ChildProcess {
    this.#children.add(child);
    child.once("exit", () => this.#children.delete(child));
    return child;
  }
}

function ip(...args: string[]): void {
  execFileSync("ip", args, { stdio: ["ignore", "ignore", "inherit"] });
}
