import { bodyOf, type RecordedExchange } from "@completions-api/protocol/recorded";
import type { ContractCase } from "../contract-case.ts";
import type { FaceName } from "../faces/face.ts";
import { faceFormats } from "../faces/face-formats.ts";
import { parseJson } from "../parse-json.ts";

/** No model generates more tokens for one prompt, so a server must refuse a request for more. */
const mostOfAnyModel = 10_000_000;

/** Returns the most tokens that the completion of a request can have: 0 if a server must refuse it. */
export function countMostTokens(body: unknown, face: FaceName): number {
  const request = faceFormats[face].readRequest(typeof body === "string" ? parseJson(body) : undefined);
  if (request === undefined) return 0;
  const { prompts, maxTokens, n, bestOf } = request;
  if (maxTokens > mostOfAnyModel) return 0;
  return prompts.length * Math.max(n, bestOf) * maxTokens;
}

/** Returns the most tokens that the completions of a case can have, as far as its requests are data. */
export function estimateTokens(contractCase: ContractCase, face: FaceName): number {
  if ("run" in contractCase) return 0;
  const bodies = contractCase.exchanges.map(({ request }) => JSON.stringify(request.body));
  return bodies.reduce((sum, body) => sum + countMostTokens(body, face), 0);
}

/**
 * Returns the tokens that an exchange used.
 *
 * @param most - the tokens of a completion that does not state its usage, or that did not arrive in time.
 */
export function countUsedTokens(exchange: RecordedExchange, most: number): number {
  if (exchange.response === undefined) return most;
  if (exchange.response.status !== 200) return 0;
  const usages = [...bodyOf(exchange).matchAll(/"total_tokens": *(\d+)/g)];
  return Number(usages.at(-1)?.[1] ?? most);
}
