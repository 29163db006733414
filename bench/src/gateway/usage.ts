import { once } from "node:events";
import type { RunningServer } from "../servers.ts";

/** What a server's process has used. */
export interface Usage {
  /** Processor time since its start, in microseconds. */
  readonly cpu: number;
  /** What it has in memory, in bytes. */
  readonly memory: number;
}

/** Asks a server that has `report-usage.ts` loaded. */
export async function readUsage({ child }: RunningServer): Promise<Usage> {
  const [usage] = await Promise.all([once(child, "message"), child.send("usage")]);
  return usage[0];
}
