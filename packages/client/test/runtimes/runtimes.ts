import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromiumBinary } from "@completions-api/testing";
import { openPage } from "./chromium.ts";

export interface Runtime {
  readonly name: string;
  readonly binary: string;
  /** How to install a missing binary. */
  readonly hint: string;
  /** Runs the smoke program against a server and returns its output. */
  print(serverUrl: string): Promise<string>;
}

const folder = import.meta.dirname;

const hint = "run `npx pnpm@12 runtimes`";

/** A version of Node among the runtimes. */
export interface NodeRuntime {
  readonly version: number;
  /** The binary's path in the folder of installed packages. */
  readonly path: string;
  readonly binary: string;
  /** How to install a missing binary. */
  readonly hint: string;
}

export const nodes: readonly NodeRuntime[] = [20, 22, 24, 26].map((version) => {
  const path = `node${version}/bin/node`;
  return { version, path, binary: binaryAt(path), hint };
});

export const runtimes: readonly Runtime[] = [
  ...nodes.map(({ version, path }) => command(`Node ${version}`, path, ["command.js"])),
  command("Bun", "bun/bin/bun.exe", ["run", "--no-install", "command.js"]),
  // It only has the permissions that the program needs: to read the server's address and to send requests to it.
  command("Deno", "deno/deno", [
    "run",
    "--no-prompt",
    "--allow-env=BASE_URL",
    "--allow-net=127.0.0.1",
    "command.js",
  ]),
  command("workerd", "workerd/bin/workerd", ["test", "worker.capnp"]),
  {
    name: "Chromium",
    binary: chromiumBinary,
    hint: "install it from your system's packages",
    print: openPage,
  },
];

function command(name: string, path: string, parameters: readonly string[]): Runtime {
  const binary = binaryAt(path);
  return {
    name,
    binary,
    hint,
    async print(serverUrl) {
      const options = { cwd: folder, env: { BASE_URL: serverUrl }, timeout: 30_000 };
      const { stdout, stderr } = await promisify(execFile)(binary, parameters, options);
      if (/warning/i.test(stderr)) throw new Error(`${name} printed a warning: ${stderr}`);
      return stdout;
    },
  };
}

function binaryAt(path: string): string {
  return join(folder, "binaries/node_modules", path);
}
