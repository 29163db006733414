import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout } from "node:timers/promises";
import { findFreePort } from "@completions-api/testing";
import type { StartedTarget } from "./target.ts";

/** The folder of the benches, which start the same peers in the same versions. */
export const bench: URL = new URL("../../../../../bench/", import.meta.url);

const { resolve } = createRequire(new URL("package.json", bench));

/** Resolves a module of a peer. */
export const resolvePeer: (specifier: string) => string = resolve;

/** How to start a peer. */
export interface Peer {
  /** The npm package. */
  readonly packageName: string;
  /** Returns the arguments of `node`: the program, and its options. */
  args(port: number): readonly string[];
}

/** Starts a program of another project, and waits until it accepts connections. */
export async function startPeer({
  packageName,
  args,
}: Peer): Promise<Pick<StartedTarget, "url" | "version" | typeof Symbol.asyncDispose>> {
  const port = await findFreePort();
  // In production, Prism starts workers and crashes.
  const env = { ...process.env, NODE_ENV: "development" };
  const child = spawn(process.execPath, args(port), { env, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors = `${errors}${text}`.slice(-2000);
  });
  const ended = once(child, "close");
  const url = `http://127.0.0.1:${port}`;
  // A server of another project need not say when it is ready.
  while (!(await accepts(url))) {
    if (child.exitCode !== null) throw new Error(`${packageName} ended too early: ${errors}`);
    await setTimeout(50);
  }
  return {
    url,
    version: versionOf(packageName),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function accepts(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/** Returns the name and version of an installed package. */
function versionOf(name: string): string {
  const folders = resolve.paths(name) ?? [];
  const file = folders.map((folder) => `${folder}/${name}/package.json`).find(existsSync);
  if (file === undefined) throw new Error(`${name} is not installed.`);
  return `${name} ${JSON.parse(readFileSync(file, "utf8")).version}`;
}
