import { type CaseResult, type ContractCase, type FaceName, runContract } from "../../../src/index.ts";
import type { Mode } from "./mode.ts";
import type { Server } from "./servers.ts";

export interface SuiteOptions {
  readonly server: Server;
  /** The URL of a proxy in front of the server. */
  readonly url: string;
  readonly face: FaceName;
  readonly mode: Mode;
  readonly cases: readonly ContractCase[];
}

/** Runs cases one after the other against a proxy of a server. */
export function runSuite({
  server,
  url,
  face,
  mode,
  cases,
}: SuiteOptions): AsyncGenerator<CaseResult, void, void> {
  const target = {
    baseUrl: face === "openai" ? `${url}/v1` : url,
    face,
    token: server.token,
    ...(mode === "known" && { capabilities: server.capabilities }),
  };
  // Several mutants run at once, so one case at a time is enough for each.
  return runContract({ target, cases, concurrency: 1, timeout: 10_000 });
}

/** Tells if a result shows that the server breaks the contract. */
export function isNotice(
  result: CaseResult,
): result is Extract<CaseResult, { readonly outcome: "failed" | "warned" }> {
  return result.outcome === "failed" || result.outcome === "warned";
}
