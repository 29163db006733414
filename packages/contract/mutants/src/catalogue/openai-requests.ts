import { asks, completes, hasDefault, ignoresParameter, takesBody } from "../proxy/alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

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
export const brokenOpenAIRequests: readonly BrokenServer[] = [
  {
    id: "openai-models-get-has-another-route",
    title: "has another route",
    breaks: "#/paths/~1v1~1models/get",
    faces: ["openai"],
    alteration: asks((path) => path.replace(/models$/, "whales")),
  },
  {
    id: "openai-model-get-has-another-route",
    title: "has another route",
    breaks: "#/paths/~1v1~1models~1{model}/get",
    faces: ["openai"],
    alteration: asks((path) => path.replace("models/", "whales/")),
  },
  {
    id: "openai-model-name-describes-only-one-model",
    title: "describes only one model",
    breaks: "#/components/parameters/ModelName",
    faces: ["openai"],
    alteration: asks((path) => path.replace(/(?<=models\/).*/, "moby-dick")),
  },
  {
    id: "openai-model-knows-no-model",
    title: "knows no model",
    breaks: `${body}/model`,
    faces: ["openai"],
    alteration: takesBody(({ model, ...sent }) => ({
      ...sent,
      ...(model !== undefined && { model: "whale" }),
    })),
  },
  {
    id: "openai-model-selects-deployment-accepts-any-model",
    title: "accepts any model",
    breaks: "model-selects-deployment",
    faces: ["openai"],
    alteration: ignoresParameter("model"),
  },
  {
    id: "openai-model-selects-deployment-requires-a-model",
    title: "requires a model",
    breaks: "model-selects-deployment",
    faces: ["openai"],
    alteration: hasDefault("model", "whale"),
  },
  {
    id: "openai-unknown-parameters-refused-drops-them",
    title: "drops them",
    breaks: "unknown-parameters-refused",
    faces: ["openai"],
    alteration: takesBody((sent) =>
      Object.fromEntries(Object.entries(sent).filter(([name]) => known.includes(name))),
    ),
  },
  {
    id: "openai-max-tokens-default-has-another",
    title: "has another",
    breaks: `${body}/max_tokens/default`,
    faces: ["openai"],
    alteration: hasDefault("max_tokens", 256),
  },
  {
    id: "openai-zero-tokens-need-echo-takes-0-for-1",
    title: "takes 0 for 1",
    breaks: "zero-tokens-need-echo",
    faces: ["openai"],
    alteration: takesBody((sent) => ({ ...sent, ...(sent.max_tokens === 0 && { max_tokens: 1 }) })),
  },
  {
    id: "openai-n-ignores-it",
    title: "ignores it",
    breaks: `${body}/n`,
    faces: ["openai"],
    alteration: ignoresParameter("n"),
  },
  {
    id: "openai-n-returns-the-same-choice-several-times",
    title: "returns the same choice several times",
    breaks: `${body}/n`,
    faces: ["openai"],
    alteration: completes(({ choices, ...completion }) => ({
      ...completion,
      choices: choices.map(({ index }) => ({ ...choices[0], index })),
    })),
  },
  {
    id: "openai-n-default-has-another",
    title: "has another",
    breaks: `${body}/n/default`,
    faces: ["openai"],
    alteration: hasDefault("n", 2),
  },
  {
    id: "openai-best-of-ignores-it",
    title: "ignores it",
    breaks: `${body}/best_of`,
    faces: ["openai"],
    alteration: ignoresParameter("best_of"),
  },
  {
    id: "openai-best-of-at-least-n-takes-a-smaller-one-for-n",
    title: "takes a smaller one for `n`",
    breaks: "best-of-at-least-n",
    faces: ["openai"],
    alteration: takesBody((sent) => ({
      ...sent,
      ...(Number(sent.best_of) < Number(sent.n) && { best_of: sent.n }),
    })),
  },
  {
    id: "openai-best-of-not-streamed-ignores-it",
    title: "ignores it",
    breaks: "best-of-not-streamed",
    faces: ["openai"],
    alteration: takesBody(({ best_of, ...sent }) => ({ ...sent, ...(!sent.stream && { best_of }) })),
  },
  {
    id: "openai-best-of-returns-likeliest-returns-the-likeliest-last",
    title: "returns the likeliest last",
    breaks: "best-of-returns-likeliest",
    faces: ["openai"],
    alteration: completes(({ choices, ...completion }) => ({
      ...completion,
      choices: choices.toReversed().map((choice, index) => ({ ...choice, index })),
    })),
  },
  {
    id: "openai-echo-ignores-it",
    title: "ignores it",
    breaks: `${body}/echo`,
    faces: ["openai"],
    alteration: ignoresParameter("echo"),
  },
  {
    id: "openai-echo-default-has-another",
    title: "has another",
    breaks: `${body}/echo/default`,
    faces: ["openai"],
    alteration: hasDefault("echo", true),
  },
  {
    id: "openai-echo-begins-text-trims-the-prompt",
    title: "trims the prompt",
    breaks: "echo-begins-text",
    faces: ["openai"],
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: prompt === "The whale. The ship" ? "The whale. The" : prompt,
    })),
  },
  {
    id: "openai-echo-begins-text-mixes-up-the-prompts",
    title: "mixes up the prompts",
    breaks: "echo-begins-text",
    faces: ["openai"],
    alteration: completes(({ choices, ...completion }) => ({
      ...completion,
      choices: choices.map((choice, index) => ({ ...choices.at(index - 1), index: choice.index })),
    })),
  },
  {
    id: "openai-echo-begins-text-echoes-one-token-less",
    title: "echoes one token less",
    breaks: "echo-begins-text",
    faces: ["openai"],
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: Array.isArray(prompt) && prompt.length > 1 ? prompt.slice(1) : prompt,
    })),
  },
  {
    id: "openai-logprobs-ignores-it",
    title: "ignores it",
    breaks: `${body}/logprobs`,
    faces: ["openai"],
    alteration: ignoresParameter("logprobs"),
  },
  {
    id: "openai-logprobs-lists-one-token-less",
    title: "lists one token less",
    breaks: `${body}/logprobs`,
    faces: ["openai"],
    alteration: takesBody((sent) => ({
      ...sent,
      ...(sent.logprobs === 5 && { logprobs: 4 }),
    })),
  },
  {
    id: "openai-logit-bias-ignores-it",
    title: "ignores it",
    breaks: `${body}/logit_bias`,
    faces: ["openai"],
    alteration: ignoresParameter("logit_bias"),
  },
  {
    id: "openai-logit-bias-ignores-what-is-negative",
    title: "ignores what is negative",
    breaks: `${body}/logit_bias`,
    faces: ["openai"],
    alteration: takesBody((sent) => ({
      ...sent,
      ...(/^\{"\d+":-100\}$/.test(JSON.stringify(sent.logit_bias ?? null)) && { logit_bias: {} }),
    })),
  },
  {
    id: "openai-logit-bias-names-tokens-ignores-other-names",
    title: "ignores other names",
    breaks: "logit-bias-names-tokens",
    faces: ["openai"],
    alteration: takesBody(({ logit_bias, ...sent }) => ({
      ...sent,
      ...(logit_bias !== undefined && { logit_bias: {} }),
    })),
  },
  {
    id: "openai-suffix-does-not-know-it",
    title: "does not know it",
    breaks: `${body}/suffix`,
    faces: ["openai"],
    alteration: lacksParameter("suffix"),
  },
  {
    id: "openai-user-does-not-know-it",
    title: "does not know it",
    breaks: `${body}/user`,
    faces: ["openai"],
    alteration: lacksParameter("user"),
  },
  {
    id: "openai-stream-options-ignores-it",
    title: "ignores it",
    breaks: `${body}/stream_options`,
    faces: ["openai"],
    alteration: ignoresParameter("stream_options"),
  },
  {
    id: "openai-stream-options-does-not-know-it",
    title: "does not know it",
    breaks: `${body}/stream_options`,
    faces: ["openai"],
    alteration: lacksParameter("stream_options"),
  },
  {
    id: "openai-include-usage-ignores-it",
    title: "ignores it",
    breaks: `${body}/stream_options/properties/include_usage`,
    faces: ["openai"],
    alteration: takesBody((sent) => ({
      ...sent,
      ...(sent.stream_options !== undefined && { stream_options: {} }),
    })),
  },
  {
    id: "openai-include-usage-has-another-default",
    title: "has another default",
    breaks: `${body}/stream_options/properties/include_usage`,
    faces: ["openai"],
    alteration: takesBody((sent) => ({
      ...sent,
      ...(sent.stream === true && { stream_options: sent.stream_options ?? { include_usage: true } }),
    })),
  },
  {
    id: "openai-stream-options-need-stream-ignores-them",
    title: "ignores them",
    breaks: "stream-options-need-stream",
    faces: ["openai"],
    alteration: takesBody(({ stream_options, ...sent }) => ({
      ...sent,
      ...(sent.stream === true && { stream_options }),
    })),
  },
];
