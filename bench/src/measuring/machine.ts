import { cpus } from "node:os";
import { describePinning } from "./cores.ts";

/** Describes how a run was made, in sentences: Node's version, the cores, and how processes are pinned to them. */
export function describeMachine(): string {
  const cores = cpus();
  const model = cores[0]?.model.trim();
  return `Node ${process.versions.node}, ${cores.length} cores${model ? ` (${model})` : ""}. ${describePinning()}`;
}
