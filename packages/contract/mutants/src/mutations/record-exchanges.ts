import type { FaceName } from "../../../src/index.ts";
import { suiteOf } from "../../../src/suite.ts";
import type { ProxiedRequest, ProxiedResponse } from "../proxy/alteration.ts";
import { startProxy } from "../proxy/altering-proxy.ts";
import { runSuite } from "../run/run-suite.ts";
import type { Server } from "../run/servers.ts";

/** A request of the suite, and the response of a server that keeps the contract. */
export interface SuiteExchange {
  readonly request: ProxiedRequest;
  readonly response: ProxiedResponse;
}

/** Runs the suite against a server, and keeps every exchange. */
export async function recordExchanges(server: Server, face: FaceName): Promise<readonly SuiteExchange[]> {
  const exchanges: SuiteExchange[] = [];
  await using proxy = await startProxy(server.url);
  proxy.alteration = {
    response: (response, request) => {
      exchanges.push({ request, response });
      return response;
    },
  };
  const cases = suiteOf(face);
  for await (const _result of runSuite({ server, url: proxy.url, face, mode: "known", cases }));
  return exchanges;
}
