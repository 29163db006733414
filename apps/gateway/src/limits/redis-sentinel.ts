import { isIPv6 } from "node:net";
import type { createClient } from "redis";
import { connectInTime, connectionOptions, inTime } from "./redis-client.ts";

/** The Sentinels that watch over the servers of a Redis, and appoint one of them the master. */
export interface Sentinels {
  /** The URLs of the Sentinels. */
  readonly urls: readonly string[];
  /** The name by which they know the master. */
  readonly master: string;
}

/**
 * Asks all Sentinels for the address of the master, and believes most of those that answer: one that was cut off may not know
 * of a failover.
 *
 * @param server - the URL of any server, whose user, password, database and protocol are those of the master, too.
 * @returns the URL of the master.
 * @throws Error if no Sentinel answers with an address in time.
 */
export async function findMaster(
  create: typeof createClient,
  { urls, master }: Sentinels,
  server: string,
): Promise<string> {
  const answers = await Promise.allSettled(urls.map((url) => askForMaster(create, url, master)));
  const votes = new Map<string, number>();
  for (const answer of answers) {
    if (answer.status === "fulfilled") votes.set(answer.value, (votes.get(answer.value) ?? 0) + 1);
  }
  const [elected] = [...votes].toSorted(([, first], [, second]) => second - first);
  if (elected !== undefined) return Object.assign(new URL(server), { host: elected[0] }).href;
  throw answers.find((answer) => answer.status === "rejected")?.reason;
}

/** Asks a Sentinel for the host and port of the master. */
async function askForMaster(create: typeof createClient, url: string, master: string): Promise<string> {
  // Failures also reject what is waited for.
  const client = await connectInTime(create(connectionOptions(url)).on("error", () => {}));
  try {
    const address = await inTime(client.sendCommand(["SENTINEL", "GET-MASTER-ADDR-BY-NAME", master]));
    if (!Array.isArray(address)) throw new Error(`the Sentinels know no master named ${master}`);
    const [host, port] = address.map(String);
    return `${isIPv6(host ?? "") ? `[${host}]` : host}:${port}`;
  } finally {
    client.destroy();
  }
}
