import { unprocessableContent } from "@completions-api/protocol";
import type { Engine, EngineCapability, EngineRequest } from "./engine.ts";

/**
 * Checks that an engine supports the parameters of a request. A parameter at its default always passes, because many
 * clients send every parameter.
 *
 * @throws HttpError 422 `parameter_not_supported` for the first parameter that the engine lacks.
 */
export function checkCapabilities(
  { capabilities = [] }: Pick<Engine, "capabilities">,
  request: Pick<EngineRequest, "n" | "bestOf" | "echo" | "logprobs" | "logitBias" | "suffix">,
): void {
  for (const [name, value] of listOptions(request)) {
    if (value === undefined || capabilities.includes(name)) continue;
    throw unprocessableContent({
      loc: ["body", name],
      value,
      message: "is not supported by the model",
      advice: "Leave it out.",
      code: "parameter_not_supported",
    });
  }
}

/** Lists the parameters that an engine may lack, each with its value, or undefined if it is at its default. */
function listOptions({
  n = 1,
  bestOf = n,
  echo,
  logprobs,
  logitBias = {},
  suffix,
}: Parameters<typeof checkCapabilities>[1]): readonly (readonly [EngineCapability, unknown])[] {
  return [
    ["n", n === 1 ? undefined : n],
    ["best_of", bestOf === n ? undefined : bestOf],
    ["echo", echo || undefined],
    ["logprobs", logprobs],
    ["logit_bias", Object.keys(logitBias).length > 0 ? logitBias : undefined],
    ["suffix", suffix || undefined],
  ];
}
