import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  chromiumBinary,
  nodeBinary,
  nodeVersions,
  runtimeFile,
  runtimesHint,
} from "@completions-api/testing";
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

export const runtimes: readonly Runtime[] = [
  ...nodeVersions.map((version) => command(`Node ${version}`, nodeBinary(version), ["command.js"])),
  command("Bun", runtimeFile("bun/bin/bun.exe"), ["run", "--no-install", "command.js"]),
  // It only has the permissions that the program needs: to read the server's address and to send requests to it.
  command("Deno", runtimeFile("deno/deno"), [
    "run",
    "--no-prompt",
    "--allow-env=BASE_URL",
    "--allow-net=127.0.0.1",
    "command.js",
  ]),
  command("workerd", runtimeFile("workerd/bin/workerd"), ["test", "worker.capnp"]),
  {
    name: "Chromium",
    binary: chromiumBinary,
    hint: "install it from your system's packages",
    print: openPage,
  },
];

function command(name: string, binary: string, parameters: readonly string[]): Runtime {
  return {
    name,
    binary,
    hint: runtimesHint,
    async print(serverUrl) {
      const options = { cwd: folder, env: { BASE_URL: serverUrl }, timeout: 30_000 };
      const { stdout, stderr } = await promisify(execFile)(binary, parameters, options);
      if (/warning/i.test(stderr)) throw new Error(`${name} printed a warning: ${stderr}`);
      return stdout;
    },
  };
}
