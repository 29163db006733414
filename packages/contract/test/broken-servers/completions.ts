import { chooses, completes, ignoresParameter, streams, takesBody } from "../support/alterations.ts";
import type { BrokenServers } from "./broken-servers.ts";

/** Servers whose completions follow their schema but are wrong. */
export const brokenCompletions: BrokenServers = {
  "choices-follow-prompts": {
    "adds a choice": completes(({ choices, ...completion }) => ({
      ...completion,
      choices: [...choices, { ...choices[0], index: choices.length }],
    })),
    "counts choices from 1": chooses(({ index }) => ({ index: index + 1 })),
    "completes the prompts in reverse order": takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: Array.isArray(prompt) && typeof prompt[0] === "string" ? prompt.toReversed() : prompt,
    })),
  },
  "stop-excluded": {
    "leaves the stop sequence in the text": chooses(({ text }, { stop = "" }) => ({
      text: `${text}${[stop].flat()[0]}`,
    })),
  },
  "max-tokens-bound": {
    "counts one token more": completes(({ usage, ...completion }) => ({
      ...completion,
      usage: {
        ...usage,
        completion_tokens: usage.completion_tokens + 1,
        total_tokens: usage.total_tokens + 1,
      },
    })),
  },
  "length-means-max-tokens": {
    "always says stop": chooses(() => ({ finish_reason: "stop" })),
    "always says length": chooses(() => ({ finish_reason: "length" })),
  },
  "usage-adds-up": {
    "counts one token more in total": completes(({ usage, ...completion }) => ({
      ...completion,
      usage: { ...usage, total_tokens: usage.total_tokens + 1 },
    })),
  },
  "#/components/schemas/CompletionUsage/properties/prompt_tokens": {
    "counts one token for each request": completes(({ usage, ...completion }) => ({
      ...completion,
      usage: { ...usage, prompt_tokens: 1, total_tokens: usage.completion_tokens + 1 },
    })),
    "counts the first prompt only": takesBody((sent) => ({
      ...sent,
      ...(JSON.stringify(sent.prompt) === "[[464],[464,17369,318]]" && { prompt: [[464], [464]] }),
    })),
  },
  "#/components/schemas/CreateCompletionResponse/properties/id": {
    "gives all completions the same id": completes((completion) => ({ ...completion, id: "whale" })),
  },
  "#/components/schemas/CreateCompletionResponse/properties/created": {
    "counts milliseconds": completes(({ created, ...completion }) => ({
      ...completion,
      created: created * 1000,
    })),
    "has no clock": completes((completion) => ({ ...completion, created: 0 })),
  },
  "#/components/schemas/CompletionChunk/properties/created": {
    "counts milliseconds": streams(({ created }) => ({ created: created * 1000 })),
  },
  "seed-repeats": { "picks its own seed": ignoresParameter("seed") },
  "#/components/schemas/CreateCompletionResponse/properties/system_fingerprint": {
    "has none": completes(({ system_fingerprint: _hidden, ...completion }) => completion),
  },
};
