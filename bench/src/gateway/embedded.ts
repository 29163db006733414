import type { Place } from "../measuring/cores.ts";
import { measureRequestRate } from "../measuring/load.ts";
import { byName, inTurns, type WarmEffort } from "../measuring/rates.ts";
import type { Rounds } from "../measuring/rounds.ts";
import { type Program, type RunningServer, startServers, stopServers } from "../measuring/servers.ts";

/** The work of a request, and the cores that a server gets for it. */
interface EmbeddedLoad {
  readonly maxTokens: number;
  readonly place: Place;
}

/** Prism answers such a request with the spec's example. */
export const shortLoad: EmbeddedLoad = { maxTokens: 16, place: "measured" };
/** Generation takes so long that the load generator needs almost no processor time. Several workers need several cores. */
export const longLoad: EmbeddedLoad = { maxTokens: 512, place: "anywhere" };

/** Measures in turns how many requests a second programs answer that need no upstream. */
export async function measureEmbedded<Name extends string>(
  programs: Readonly<Record<Name, Program>>,
  { maxTokens, place }: EmbeddedLoad,
  { rounds, seconds, warmUp }: WarmEffort,
): Promise<Record<Name, Rounds>> {
  const body = { prompt: "Call me", max_tokens: maxTokens, seed: 1 };
  const servers = await startServers(programs, place);
  for (const server of Object.values<RunningServer>(servers)) await measureRequestRate(server, body, warmUp);
  const rates = await inTurns(
    byName(servers, (server) => () => measureRequestRate(server, body, seconds)),
    rounds,
  );
  await stopServers(servers);
  return rates;
}
