import { measureRequestRate } from "../measuring/load.ts";
import { byName, type Effort, inTurns } from "../measuring/rates.ts";
import type { Rounds } from "../measuring/rounds.ts";
import { measureStart, type RunningServer, startServers, stopServers } from "../measuring/servers.ts";
import { checkAnswers } from "./check-answers.ts";
import { type Contender, exampleBody, promptBody } from "./contenders.ts";

/** Requests a second, by the request that is sent. */
export interface MockRates {
  /** A request that every contender answers with the spec's example. */
  readonly example: Rounds;
  /** A prompt, for which a mock that generates text generates 16 tokens. */
  readonly prompt: Rounds;
}

/** How long to measure. */
export interface MockEffort extends Effort {
  /** The requests that a server gets before the first turn. V8 goes on optimizing for many of them, for Prism 20,000. */
  readonly warmUp: number;
}

/** Measures in turns how many milliseconds contenders take from their start to the first 200. */
export function measureStarts<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  rounds: number,
): Promise<Record<Name, Rounds>> {
  return inTurns(
    byName(
      contenders,
      ({ program }) =>
        () =>
          measureStart(program),
    ),
    rounds,
  );
}

/**
 * Measures in turns how many requests a second contenders answer.
 *
 * @throws Error if a contender's answer is not the expected one.
 */
export async function measureMockRates<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  effort: MockEffort,
): Promise<Record<Name, MockRates>> {
  const servers = await startServers(byName(contenders, ({ program }) => program));
  for (const name in contenders) await checkAnswers(servers[name], contenders[name]);
  const example = await measureWarm(servers, exampleBody, effort);
  const prompt = await measureWarm(servers, promptBody, effort);
  await stopServers(servers);
  return byName(contenders, (_, name) => ({ example: example[name], prompt: prompt[name] }));
}

/** Measures in turns how many requests a second servers answer once they are warm. */
export async function measureWarm<Name extends string>(
  servers: Readonly<Record<Name, RunningServer>>,
  body: object,
  { rounds, seconds, warmUp }: MockEffort,
): Promise<Record<Name, Rounds>> {
  for (const name in servers) {
    for (let sent = 0; sent < warmUp; ) sent += await measureRequestRate(servers[name], body, 1);
  }
  return inTurns(
    byName(servers, (server) => () => measureRequestRate(server, body, seconds)),
    rounds,
  );
}
