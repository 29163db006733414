import { readFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import manifest from "../../package.json" with { type: "json" };
import type { Machine } from "../history/run.ts";
import { describePinning } from "./cores.ts";
import { loadGenerator } from "./load.ts";

/** Describes how a run was made, in sentences: Node's version, the cores, how processes are pinned to them, and the load generator. */
export function describeMachine(): string {
  const cores = cpus();
  const model = cores[0]?.model.trim();
  const cpu = `${cores.length} cores${model ? ` (${model})` : ""}`;
  return `Node ${process.versions.node}, ${cpu}. ${describePinning()} Load generator: ${loadGenerator}.`;
}

/** Returns what the history records of this machine. */
export function readMachine(): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? "unknown",
    cores: cores.length,
    memory: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    pinning: describePinning(),
    loadGenerator,
  };
}

/** Returns the versions of Node and of every package that takes part in a bench. */
export function readVersions(): Record<string, string> {
  const packages = Object.keys(manifest.dependencies).filter((name) => !name.startsWith("@completions-api/"));
  return {
    node: process.versions.node,
    ...Object.fromEntries(packages.map((name) => [name, readVersion(name)])),
  };
}

/** Returns the version of a package that this one depends on. */
export function readVersion(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  const { version }: { version: string } = JSON.parse(readFileSync(file, "utf8"));
  return version;
}
