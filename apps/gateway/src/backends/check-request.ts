import { toEngineRequest } from "@completions-api/engine";
import { applyCreateCompletionRequestDefaults } from "@completions-api/validators";
import type { Caller } from "../auth/caller.ts";
import type { GenerationRequest } from "./backend.ts";

/** The sender of the gateway's own requests. */
const gatewayItself: Caller = { name: "gateway" };

/** Creates the simplest request for a stream, which every engine can serve, to see whether an engine works. */
export function createCheckRequest(maxTokens: number): GenerationRequest {
  const parameters = applyCreateCompletionRequestDefaults({ prompt: "Hello", max_tokens: maxTokens });
  return {
    ...toEngineRequest({ parameters, extra: {} }),
    caller: gatewayItself,
    promptTokens: 1,
    stream: true,
    trace: {},
  };
}
