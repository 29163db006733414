import type { EngineName } from "../upstreams/engine-server.ts";
import type { Unsupported } from "./expect-contract-suite.ts";

const tokensToo = [
  "prompt-without-tokens",
  "prompt-wrong-token",
  "stream-of-tokens-equals-json",
  "token-prompt",
  "token-prompts",
  "usage-of-prompts",
];
const emptyToo = ["empty-prompt"];
const mustBeText = "must be text";
const mustNotBeEmpty = "must not be empty";

/** The cases that are skipped on the face `azure`, for each engine behind the gateway. */
export const unsupported: Readonly<Record<EngineName, Unsupported>> = {
  vllm: {},
  sglang: { [mustNotBeEmpty]: emptyToo },
  "llama.cpp": {},
  ollama: { [mustBeText]: tokensToo, [mustNotBeEmpty]: emptyToo },
  tgi: {
    [mustBeText]: tokensToo,
    [mustNotBeEmpty]: emptyToo,
    "presence_penalty is not supported": ["presence-penalty-bounds", "presence-penalty-effect"],
  },
  openai: { "Leave the extra parameters out": ["extra-never-overrides"] },
};

const noBestOf = {
  "best_of is not supported": ["best-of-bounds", "best-of-returns-likeliest"],
  "suffix is not supported": ["suffix-accepted"],
};
const notZero = "max_tokens must be at least 1";
const needZero = ["echo-of-tokens", "zero-tokens-need-echo"];

/** The same on the face for OpenAI's clients, for the engines that support most of its parameters. */
export const unsupportedByOpenAI: Readonly<Partial<Record<EngineName | "azure", Unsupported>>> = {
  vllm: noBestOf,
  sglang: {
    ...noBestOf,
    [mustNotBeEmpty]: emptyToo,
    [notZero]: needZero,
  },
  "llama.cpp": {
    ...noBestOf,
    "echo is not supported": [
      ...needZero,
      "echo-begins-text",
      "echo-keeps-characters",
      "echo-of-each-prompt",
      "echo-type",
      "echoed-text-is-scored-alike",
      "logprobs-shape",
      "stream-logprobs-equal-json",
    ],
    // It generates at most one choice in each of its slots.
    "n is refused": ["n-bounds"],
  },
  openai: {},
  azure: {
    [notZero]: needZero,
    "n is not supported": [
      "best-of-bounds",
      "best-of-not-streamed",
      "best-of-returns-likeliest",
      "choices-differ",
      "choices-of-each-prompt",
      "echo-of-each-prompt",
      "logprobs-shape",
      "n-bounds",
      "prompt-is-counted-once",
      "stream-logprobs-equal-json",
    ],
  },
};
