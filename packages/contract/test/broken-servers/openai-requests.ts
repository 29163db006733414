import { asks, chooses, completes, hasDefault, ignoresParameter, takesBody } from "../support/alterations.ts";
import type { BrokenServers } from "./broken-servers.ts";
import { brokenRequests } from "./requests.ts";

const body = "#/components/schemas/CreateCompletionRequest/properties";
const known = [
  ...["prompt", "model", "max_tokens", "temperature", "top_p", "frequency_penalty", "presence_penalty"],
  ...["seed", "stop", "stream", "n", "best_of", "echo", "logprobs", "logit_bias", "suffix", "user"],
  "stream_options",
];

/** A server that does not know a parameter. */
function lacksParameter(name: string) {
  return takesBody(({ [name]: value, ...sent }) => ({
    ...sent,
    ...(value !== undefined && { whale: value }),
  }));
}

/** Servers that misread the requests of OpenAI's clients. */
export const brokenOpenAIRequests: BrokenServers = {
  "#/paths/~1v1~1models/get": {
    "has another route": asks((path) => path.replace(/models$/, "whales")),
  },
  "#/paths/~1v1~1models~1{model}/get": {
    "has another route": asks((path) => path.replace("models/", "whales/")),
  },
  "#/components/parameters/ModelName": {
    "describes only one model": asks((path) => path.replace(/(?<=models\/).*/, "moby-dick")),
  },
  "#/components/securitySchemes/ApiKeyAuth":
    brokenRequests["#/components/securitySchemes/Authorization"] ?? {},

  [`${body}/model`]: {
    "knows no model": takesBody(({ model, ...sent }) => ({
      ...sent,
      ...(model !== undefined && { model: "whale" }),
    })),
  },
  "model-selects-deployment": {
    "accepts any model": ignoresParameter("model"),
    "requires a model": hasDefault("model", "whale"),
  },
  "unknown-parameters-refused": {
    "drops them": takesBody((sent) =>
      Object.fromEntries(Object.entries(sent).filter(([name]) => known.includes(name))),
    ),
  },

  [`${body}/max_tokens/default`]: { "has another": hasDefault("max_tokens", 256) },
  "zero-tokens-need-echo": {
    "takes 0 for 1": takesBody((sent) => ({ ...sent, ...(sent.max_tokens === 0 && { max_tokens: 1 }) })),
  },
  [`${body}/n`]: {
    "ignores it": ignoresParameter("n"),
    "returns the same choice several times": chooses(() => ({ text: "whale" })),
  },
  [`${body}/n/default`]: { "has another": hasDefault("n", 2) },
  [`${body}/best_of`]: { "ignores it": ignoresParameter("best_of") },
  "best-of-at-least-n": {
    "takes a smaller one for `n`": takesBody((sent) => ({
      ...sent,
      ...(Number(sent.best_of) < Number(sent.n) && { best_of: sent.n }),
    })),
  },
  "best-of-not-streamed": {
    "ignores it": takesBody(({ best_of, ...sent }) => ({ ...sent, ...(!sent.stream && { best_of }) })),
  },
  "best-of-returns-likeliest": {
    "returns the likeliest last": completes(({ choices, ...completion }) => ({
      ...completion,
      choices: choices.toReversed().map((choice, index) => ({ ...choice, index })),
    })),
  },
  [`${body}/echo`]: { "ignores it": ignoresParameter("echo") },
  [`${body}/echo/default`]: { "has another": hasDefault("echo", true) },
  "echo-begins-text": {
    "trims the prompt": takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: prompt === "The whale. The ship" ? "The whale. The" : prompt,
    })),
    "mixes up the prompts": completes(({ choices, ...completion }) => ({
      ...completion,
      choices: choices.map((choice, index) => ({ ...choices.at(index - 1), index: choice.index })),
    })),
    "echoes one token less": takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: Array.isArray(prompt) && prompt.length > 1 ? prompt.slice(1) : prompt,
    })),
  },
  [`${body}/logprobs`]: {
    "ignores it": ignoresParameter("logprobs"),
    "lists one token less": takesBody((sent) => ({
      ...sent,
      ...(sent.logprobs === 5 && { logprobs: 4 }),
    })),
  },
  [`${body}/logit_bias`]: {
    "ignores it": ignoresParameter("logit_bias"),
    "ignores what is negative": takesBody((sent) => ({
      ...sent,
      ...(JSON.stringify(sent.logit_bias) === '{"262":-100}' && { logit_bias: {} }),
    })),
  },
  "logit-bias-names-tokens": {
    "ignores other names": takesBody(({ logit_bias, ...sent }) => ({
      ...sent,
      ...(logit_bias !== undefined && { logit_bias: {} }),
    })),
  },
  [`${body}/suffix`]: { "does not know it": lacksParameter("suffix") },
  [`${body}/user`]: { "does not know it": lacksParameter("user") },
  [`${body}/stream_options`]: {
    "ignores it": ignoresParameter("stream_options"),
    "does not know it": lacksParameter("stream_options"),
  },
  [`${body}/stream_options/properties/include_usage`]: {
    "ignores it": takesBody((sent) => ({
      ...sent,
      ...(sent.stream_options !== undefined && { stream_options: {} }),
    })),
    "has another default": takesBody((sent) => ({
      ...sent,
      ...(sent.stream === true && { stream_options: sent.stream_options ?? { include_usage: true } }),
    })),
  },
  "stream-options-need-stream": {
    "ignores them": takesBody(({ stream_options, ...sent }) => ({
      ...sent,
      ...(sent.stream === true && { stream_options }),
    })),
  },
};
