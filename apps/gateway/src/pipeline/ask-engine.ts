import type { EngineRequest } from "@completions-api/engine";
import type { Deployment } from "../deployment.ts";
import type { Generation } from "../engines/generate.ts";
import type { Exchange } from "../exchange.ts";
import { estimateTokens } from "./estimate-tokens.ts";

/**
 * Has a deployment's engine begin.
 *
 * @throws ApiError where it does not. `departure`'s reason once that is aborted.
 */
export async function askEngine(
  { generate }: Pick<Deployment, "generate">,
  request: EngineRequest,
  stream: boolean,
  { trace, departure, record }: Pick<Exchange, "trace" | "departure" | "record">,
): Promise<Generation> {
  try {
    return await generate({ ...request, stream, trace }, departure);
  } catch (thrown) {
    // The engine was at work on it: who leaves then has used the prompts at least.
    if (departure.aborted) record.promptTokens = estimateTokens(request.prompts);
    throw thrown;
  }
}
