import { cpus } from "node:os";
import { describePinning } from "./cores.ts";
import { loadGenerator } from "./load.ts";

/** Describes how a run was made, in sentences: Node's version, the cores, how processes are pinned to them, and the load generator. */
export function describeMachine(): string {
  const cores = cpus();
  const model = cores[0]?.model.trim();
  const cpu = `${cores.length} cores${model ? ` (${model})` : ""}`;
  return `Node ${process.versions.node}, ${cpu}. ${describePinning()} Load generator: ${loadGenerator}.`;
}
