import type { EngineRequest } from "@completions-api/engine";

/** A request for one choice with a long text, with the defaults of the API. */
export const longText: EngineRequest = {
  prompts: [{ prompt: "Once upon a time", loc: ["body", "prompt"] }],
  maxTokens: 2000,
  temperature: 1,
  topP: 1,
  frequencyPenalty: 0,
  presencePenalty: 0,
  stop: [],
  seed: 1,
  extra: {},
};

/** The requests that the engine is measured with. */
export const requests: readonly { readonly name: string; readonly request: EngineRequest }[] = [
  { name: "defaults", request: longText },
  { name: "temperature 0", request: { ...longText, temperature: 0 } },
  { name: "top_p 0.9", request: { ...longText, topP: 0.9 } },
  {
    name: "penalties and stop",
    request: { ...longText, frequencyPenalty: 0.5, presencePenalty: 0.5, stop: ["qwertz"] },
  },
];
