import type { EngineRequest } from "@completions-api/engine";
import type { Deployment } from "../deployment.ts";
import type { Generation } from "../engines/generate.ts";
import type { Exchange } from "../exchange.ts";
import { estimateTokens } from "./estimate-tokens.ts";

/**
 * Has a deployment's engine begin.
 *
 * @throws HttpError where it does not. `clientGone`'s reason once that is aborted.
 */
export async function askEngine(
  { generate }: Pick<Deployment, "generate">,
  request: EngineRequest,
  stream: boolean,
  { trace, clientGone, record }: Pick<Exchange, "trace" | "clientGone" | "record">,
): Promise<Generation> {
  try {
    return await generate({ ...request, stream, trace }, clientGone);
  } catch (thrown) {
    // The engine was at work on it: who leaves then has used the prompts at least.
    if (clientGone.aborted) record.promptTokens = estimateTokens(request.prompts);
    throw thrown;
  }
}
