import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import { measureRequestRate } from "../measuring/load.ts";
import { byName, type Effort, inTurns } from "../measuring/rates.ts";
import { measureStart, type Program, startServers, stopServers } from "../measuring/servers.ts";

/** Every contender answers it with the spec's example. */
const exampleBody = spec.components.examples["sample-response"]["x-request"].body;
/** The mock generates 16 tokens for it; Prism answers with the same example again. */
const promptBody = { prompt: "Call me", max_tokens: 16, seed: 1 };

/** Requests a second, by the way that the mock answers. */
export interface MockRates {
  readonly example: number;
  readonly generated: number;
}

/** Measures in turns how many milliseconds programs take from their start to the first 200. */
export function measureStarts<Name extends string>(
  programs: Readonly<Record<Name, Program>>,
  turns: number,
): Promise<Record<Name, number>> {
  return inTurns(
    byName(programs, (program) => () => measureStart(program)),
    turns,
  );
}

/** Measures in turns how many requests a second programs answer. */
export async function measureMockRates<Name extends string>(
  programs: Readonly<Record<Name, Program>>,
  { turns, seconds }: Effort,
): Promise<Record<Name, MockRates>> {
  const servers = await startServers(programs);
  const measure = (body: object) =>
    inTurns(
      byName(servers, (server) => () => measureRequestRate(server, body, seconds)),
      turns,
    );
  const example = await measure(exampleBody);
  const generated = await measure(promptBody);
  await stopServers(servers);
  return byName(servers, (_, name) => ({ example: example[name], generated: generated[name] }));
}
