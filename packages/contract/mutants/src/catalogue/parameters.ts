import { isObject } from "../../../src/is-object.ts";
import type { Alteration } from "../proxy/alteration.ts";
import { hasDefault, takesBody } from "../proxy/alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

/** A server that reads another value of a parameter, if the request has it. Undefined drops it. */
function replaces(name: string, alter: (value: unknown) => unknown): Alteration {
  return takesBody(({ ...sent }) => ({ ...sent, ...(name in sent && { [name]: alter(sent[name]) }) }));
}

/** A server that reads another text than it was sent. */
function readsText(alter: (text: string) => string): Alteration {
  return { request: (request) => ({ ...request, body: alter(request.body) }) };
}

function negated(numbers: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, typeof value === "number" ? -value : value]),
  );
}

function clampAll(biases: unknown): unknown {
  if (!isObject(biases)) return biases;
  return Object.fromEntries(
    Object.entries(biases).map(([token, bias]) => [
      token,
      typeof bias === "number" ? Math.min(100, Math.max(-100, bias)) : bias,
    ]),
  );
}

/** Servers that drop parameters, move them into their range, or read what they must refuse. */
export const brokenParameters: readonly BrokenServer[] = [
  {
    id: "temperature-is-clamped",
    title: "moves `temperature` into its range instead of refusing it",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/temperature/maximum",
    alteration: replaces("temperature", (value) =>
      typeof value === "number" ? Math.min(2, Math.max(0, value)) : value,
    ),
  },
  {
    id: "temperature-text-is-read",
    title: "reads `temperature` from a string",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/temperature/type",
    alteration: replaces("temperature", (value) => (typeof value === "string" ? Number(value) : value)),
  },
  {
    id: "temperature-refuses-null",
    title: "refuses null for `temperature`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/temperature/type",
    alteration: replaces("temperature", (value) => value ?? "null"),
  },
  {
    id: "temperature-refuses-two",
    title: "refuses the largest `temperature`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/temperature/maximum",
    alteration: replaces("temperature", (value) => (value === 2 ? 3 : value)),
  },
  {
    id: "temperature-refuses-the-least",
    title: "refuses the smallest `temperature`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/temperature/minimum",
    alteration: replaces("temperature", (value) => (value === 0 ? -1 : value)),
  },
  {
    id: "top-p-is-clamped",
    title: "moves `top_p` into its range instead of refusing it",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/top_p/maximum",
    alteration: replaces("top_p", (value) =>
      typeof value === "number" ? Math.min(1, Math.max(0, value)) : value,
    ),
  },
  {
    id: "top-p-text-is-read",
    title: "reads `top_p` from a string",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/top_p/type",
    alteration: replaces("top_p", (value) => (typeof value === "string" ? Number(value) : value)),
  },
  {
    id: "top-p-refuses-null",
    title: "refuses null for `top_p`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/top_p/type",
    alteration: replaces("top_p", (value) => value ?? "null"),
  },
  {
    id: "top-p-refuses-one",
    title: "refuses the largest `top_p`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/top_p/maximum",
    alteration: replaces("top_p", (value) => (value === 1 ? 2 : value)),
  },
  {
    id: "top-p-refuses-the-least",
    title: "refuses the smallest `top_p`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/top_p/minimum",
    alteration: replaces("top_p", (value) => (value === 0 ? -1 : value)),
  },
  {
    id: "frequency-penalty-is-clamped",
    title: "moves `frequency_penalty` into its range instead of refusing it",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/frequency_penalty/maximum",
    alteration: replaces("frequency_penalty", (value) =>
      typeof value === "number" ? Math.min(2, Math.max(-2, value)) : value,
    ),
  },
  {
    id: "frequency-penalty-text-is-read",
    title: "reads `frequency_penalty` from a string",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/frequency_penalty/type",
    alteration: replaces("frequency_penalty", (value) => (typeof value === "string" ? Number(value) : value)),
  },
  {
    id: "frequency-penalty-refuses-null",
    title: "refuses null for `frequency_penalty`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/frequency_penalty/type",
    alteration: replaces("frequency_penalty", (value) => value ?? "null"),
  },
  {
    id: "frequency-penalty-refuses-two",
    title: "refuses the largest `frequency_penalty`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/frequency_penalty/maximum",
    alteration: replaces("frequency_penalty", (value) => (value === 2 ? 3 : value)),
  },
  {
    id: "frequency-penalty-refuses-the-least",
    title: "refuses the smallest `frequency_penalty`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/frequency_penalty/minimum",
    alteration: replaces("frequency_penalty", (value) => (value === -2 ? -3 : value)),
  },
  {
    id: "presence-penalty-is-clamped",
    title: "moves `presence_penalty` into its range instead of refusing it",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/presence_penalty/maximum",
    alteration: replaces("presence_penalty", (value) =>
      typeof value === "number" ? Math.min(2, Math.max(-2, value)) : value,
    ),
  },
  {
    id: "presence-penalty-text-is-read",
    title: "reads `presence_penalty` from a string",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/presence_penalty/type",
    alteration: replaces("presence_penalty", (value) => (typeof value === "string" ? Number(value) : value)),
  },
  {
    id: "presence-penalty-refuses-null",
    title: "refuses null for `presence_penalty`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/presence_penalty/type",
    alteration: replaces("presence_penalty", (value) => value ?? "null"),
  },
  {
    id: "presence-penalty-refuses-two",
    title: "refuses the largest `presence_penalty`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/presence_penalty/maximum",
    alteration: replaces("presence_penalty", (value) => (value === 2 ? 3 : value)),
  },
  {
    id: "presence-penalty-refuses-the-least",
    title: "refuses the smallest `presence_penalty`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/presence_penalty/minimum",
    alteration: replaces("presence_penalty", (value) => (value === -2 ? -3 : value)),
  },
  {
    id: "max-tokens-text-is-read",
    title: "reads `max_tokens` from a string",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/max_tokens/type",
    alteration: replaces("max_tokens", (value) => (typeof value === "string" ? Number(value) : value)),
  },
  {
    id: "max-tokens-is-rounded",
    title: "rounds `max_tokens`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/max_tokens/type",
    alteration: replaces("max_tokens", (value) => (typeof value === "number" ? Math.round(value) : value)),
  },
  {
    id: "max-tokens-zero-is-one",
    title: "takes 0 for 1 token",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/max_tokens/minimum",
    alteration: replaces("max_tokens", (value) => (value === 0 ? 1 : value)),
  },
  {
    id: "max-tokens-negative-is-infinite",
    title: "takes -1 for any number of tokens",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/max_tokens/minimum",
    alteration: replaces("max_tokens", (value) => (value === -1 ? undefined : value)),
  },
  {
    id: "max-tokens-is-capped",
    title: "generates at most 8 tokens, whatever `max_tokens` says",
    breaks: "length-means-max-tokens",
    alteration: replaces("max_tokens", (value) =>
      typeof value === "number" && value > 8 && value < 1e6 ? 8 : value,
    ),
  },
  {
    id: "max-tokens-is-one-more",
    title: "generates one token more",
    breaks: "max-tokens-bound",
    alteration: replaces("max_tokens", (value) =>
      typeof value === "number" && value > 0 && Number.isInteger(value) ? value + 1 : value,
    ),
  },
  {
    id: "max-tokens-is-ignored-in-streams",
    title: "ignores `max_tokens` in streams",
    breaks: "max-tokens-bound",
    alteration: takesBody(({ max_tokens, ...sent }) => ({
      ...sent,
      ...(max_tokens !== undefined && {
        max_tokens: sent.stream === true && max_tokens === 1 ? 64 : max_tokens,
      }),
    })),
  },
  {
    id: "context-overflow-is-cut",
    title: "shortens what exceeds the context length",
    breaks: "#/components/schemas/ErrorCode/enum/context_length_exceeded",
    alteration: replaces("max_tokens", (value) => (Number(value) > 1e6 ? 16 : value)),
  },
  {
    id: "seed-text-is-read",
    title: "reads `seed` from a string",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/seed/type",
    alteration: replaces("seed", (value) =>
      typeof value === "string" && value.length < 10 ? Number(value) : value,
    ),
  },
  {
    id: "seed-is-rounded",
    title: "rounds `seed`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/seed/type",
    alteration: replaces("seed", (value) => (typeof value === "number" ? Math.round(value) : value)),
  },
  {
    id: "seed-is-clamped",
    title: "moves `seed` into its range",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/seed/maximum",
    alteration: replaces("seed", (value) =>
      typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER ? 1 : value,
    ),
  },
  {
    id: "seed-refuses-null",
    title: "refuses null for `seed`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/seed/type",
    alteration: replaces("seed", (value) => value ?? "null"),
  },
  {
    id: "seed-refuses-negative-numbers",
    title: "refuses a `seed` below 0",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/seed/minimum",
    alteration: replaces("seed", (value) => (Number(value) < 0 ? 0.5 : value)),
  },
  {
    id: "seed-has-32-bits",
    title: "uses 32 bits of a `seed`",
    breaks: "seed-repeats",
    alteration: replaces("seed", (value) =>
      typeof value === "number" && Number.isSafeInteger(value) ? value | 0 : value,
    ),
  },
  {
    id: "seed-minus-one-is-random",
    title: "takes the seed -1 for a random one",
    breaks: "seed-repeats",
    alteration: replaces("seed", (value) => (value === -1 ? undefined : value)),
  },
  {
    id: "seed-is-ignored-in-streams",
    title: "ignores `seed` in streams",
    breaks: "stream-equals-json",
    alteration: takesBody(({ seed, ...sent }) => ({
      ...sent,
      ...(seed !== undefined && (!sent.stream || !Number.isSafeInteger(seed)) && { seed }),
    })),
  },
  {
    id: "temperature-zero-is-one",
    title: "takes the temperature 0 for 1",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/temperature",
    alteration: replaces("temperature", (value) => (value === 0 ? 1 : value)),
  },
  {
    id: "temperature-is-ignored-in-streams",
    title: "ignores `temperature` in streams",
    breaks: "stream-equals-json",
    alteration: takesBody(({ temperature, ...sent }) => ({
      ...sent,
      ...(temperature !== undefined &&
        (!sent.stream || typeof temperature !== "number" || temperature > 2 || temperature < 0) && {
          temperature,
        }),
    })),
  },
  {
    id: "top-p-zero-is-one",
    title: "takes 0 for 1 in `top_p`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/top_p",
    alteration: replaces("top_p", (value) => (value === 0 ? 1 : value)),
  },
  {
    id: "penalties-are-swapped",
    title: "has penalties that reward",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/frequency_penalty",
    alteration: takesBody(({ frequency_penalty, presence_penalty, ...sent }) => ({
      ...sent,
      ...negated({ frequency_penalty, presence_penalty }),
    })),
  },
  {
    id: "stream-text-is-read",
    title: "reads `stream` from a string",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stream/type",
    alteration: replaces("stream", (value) => (value === "true" ? true : value)),
  },
  {
    id: "stream-number-is-read",
    title: "takes 1 for true in `stream`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stream/type",
    alteration: replaces("stream", (value) => (value === 1 ? true : value)),
  },
  {
    id: "stream-refuses-null",
    title: "refuses null for `stream`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stream/type",
    alteration: replaces("stream", (value) => value ?? "null"),
  },
  {
    id: "stream-null-is-true",
    title: "takes null for true in `stream`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stream/default",
    alteration: replaces("stream", (value) => value ?? true),
  },
  {
    id: "prompt-null-is-empty",
    title: "takes null for an empty prompt",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/prompt",
    alteration: replaces("prompt", (value) => value ?? ""),
  },
  {
    id: "prompt-is-optional",
    title: "completes without a prompt",
    breaks: "#/components/schemas/CreateCompletionRequest/required/prompt",
    alteration: hasDefault("prompt", ""),
  },
  {
    id: "prompt-number-is-read",
    title: "reads a number as a prompt",
    breaks: "#/components/schemas/Prompt/oneOf/0/type",
    alteration: replaces("prompt", (value) => (typeof value === "number" ? String(value) : value)),
  },
  {
    id: "prompt-empty-list-is-empty",
    title: "takes an empty list for an empty prompt",
    breaks: "#/components/schemas/Prompt/oneOf/1/minItems",
    alteration: replaces("prompt", (value) => (Array.isArray(value) && value.length === 0 ? "" : value)),
  },
  {
    id: "prompt-empty-tokens-are-empty",
    title: "takes an empty list of tokens for an empty prompt",
    breaks: "#/components/schemas/Prompt/oneOf/3/items/minItems",
    alteration: replaces("prompt", (value) => (JSON.stringify(value) === "[[]]" ? "" : value)),
  },
  {
    id: "prompt-mixed-list-is-read",
    title: "reads a list of texts and tokens",
    breaks: "#/components/schemas/Prompt/oneOf/1/items/type",
    alteration: replaces("prompt", (value) =>
      Array.isArray(value) &&
      new Set(value.map((one) => typeof one)).size > 1 &&
      value.every((one) => typeof one !== "object")
        ? value.map(String)
        : value,
    ),
  },
  {
    id: "prompt-negative-token-is-dropped",
    title: "drops tokens below 0",
    breaks: "#/components/schemas/Prompt/oneOf/2/items/minimum",
    alteration: replaces("prompt", (value) =>
      Array.isArray(value) ? value.filter((one) => !(Number(one) < 0)) : value,
    ),
  },
  {
    id: "prompt-fraction-is-rounded",
    title: "rounds tokens",
    breaks: "#/components/schemas/Prompt/oneOf/2/items/type",
    alteration: replaces("prompt", (value) =>
      Array.isArray(value) ? value.map((one) => (typeof one === "number" ? Math.round(one) : one)) : value,
    ),
  },
  {
    id: "body-list-is-read",
    title: "reads a list as a body",
    breaks: "#/components/schemas/CreateCompletionRequest/type",
    alteration: readsText((text) => (text === '["The whale"]' ? '{"prompt":"The whale"}' : text)),
  },
  {
    id: "body-null-is-read",
    title: "reads null as a body",
    breaks: "#/components/schemas/CreateCompletionRequest/type",
    alteration: readsText((text) => (text === "null" ? '{"prompt":"The whale"}' : text)),
  },
  {
    id: "body-with-comma-is-read",
    title: "reads JSON with a comma too many",
    breaks: "#/components/schemas/ErrorCode/enum/invalid_json",
    alteration: readsText((text) => text.replace(/,\s*\}$/, "}")),
  },
  {
    id: "body-with-nan-is-read",
    title: "reads NaN in JSON",
    breaks: "#/components/schemas/ErrorCode/enum/invalid_json",
    alteration: readsText((text) => text.replace(/NaN/, '"NaN"')),
  },
  {
    id: "body-with-single-quotes-is-read",
    title: "reads JSON with single quotes",
    breaks: "#/components/schemas/ErrorCode/enum/invalid_json",
    alteration: readsText((text) => (text.startsWith("{'") ? text.replaceAll("'", '"') : text)),
  },
  {
    id: "body-with-line-break-is-read",
    title: "reads JSON with line breaks in strings",
    breaks: "#/components/schemas/ErrorCode/enum/invalid_json",
    alteration: readsText((text) => text.replace(/The\nwhale/, "The whale")),
  },
  {
    id: "body-with-two-values-is-read",
    title: "reads the first of two values",
    breaks: "#/components/schemas/ErrorCode/enum/invalid_json",
    alteration: readsText((text) => text.replace(/\} \{\}$/, "}")),
  },
  {
    id: "body-of-invalid-utf-8-is-read",
    title: "replaces invalid bytes",
    breaks: "#/components/schemas/ErrorCode/enum/invalid_json",
    alteration: readsText((text) =>
      Buffer.from(Buffer.from(text, "latin1").toString("utf8")).toString("latin1"),
    ),
  },
  {
    id: "body-of-half-characters-is-refused",
    title: "refuses half a character",
    breaks: "#/components/schemas/Prompt/oneOf/0",
    alteration: readsText((text) => (/\\ud83d/.test(text) ? "{" : text)),
  },
  {
    id: "body-of-two-megabytes-is-read",
    title: "reads bodies of any size",
    breaks: "#/components/schemas/ErrorCode/enum/payload_too_large",
    alteration: readsText((text) => (text.length > 1e6 ? '{"prompt":"whale"}' : text)),
  },
  {
    id: "null-parameters-are-refused",
    title: "refuses parameters that are null",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stop",
    alteration: replaces("stop", (value) => value ?? 5),
  },
  {
    id: "n-is-clamped",
    title: "moves `n` into its range",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/n/maximum",
    faces: ["openai"],
    alteration: replaces("n", (value) =>
      typeof value === "number" ? Math.min(128, Math.max(1, value)) : value,
    ),
  },
  {
    id: "n-refuses-many",
    title: "refuses an `n` above 8",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/n/maximum",
    faces: ["openai"],
    alteration: replaces("n", (value) => (Number(value) > 8 ? 500 : value)),
  },
  {
    id: "n-text-is-read",
    title: "reads `n` from a string",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/n/type",
    faces: ["openai"],
    alteration: replaces("n", (value) => (typeof value === "string" ? Number(value) : value)),
  },
  {
    id: "n-is-ignored-for-lists",
    title: "has one choice for each prompt of a list",
    breaks: "choices-follow-prompts",
    faces: ["openai"],
    alteration: takesBody(({ n, ...sent }) => ({
      ...sent,
      ...(n !== undefined && (!Array.isArray(sent.prompt) || Number(n) > 128) && { n }),
    })),
  },
  {
    id: "n-is-ignored-in-streams",
    title: "has one choice in streams",
    breaks: "stream-every-choice-ends",
    faces: ["openai"],
    alteration: takesBody(({ n, ...sent }) => ({
      ...sent,
      ...(n !== undefined && sent.stream !== true && { n }),
    })),
  },
  {
    id: "best-of-is-clamped",
    title: "moves `best_of` into its range",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/best_of/maximum",
    faces: ["openai"],
    alteration: replaces("best_of", (value) =>
      typeof value === "number" ? Math.min(20, Math.max(1, value)) : value,
    ),
  },
  {
    id: "logprobs-is-clamped",
    title: "moves `logprobs` into its range",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/logprobs/maximum",
    faces: ["openai"],
    alteration: replaces("logprobs", (value) =>
      typeof value === "number" ? Math.min(5, Math.max(0, value)) : value,
    ),
  },
  {
    id: "logprobs-zero-is-none",
    title: "takes 0 for no log probabilities",
    breaks: "logprobs-when-asked",
    faces: ["openai"],
    alteration: replaces("logprobs", (value) => (value === 0 ? undefined : value)),
  },
  {
    id: "logprobs-true-is-read",
    title: "takes `true` for 1 in `logprobs`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/logprobs/type",
    faces: ["openai"],
    alteration: replaces("logprobs", (value) => (value === "1" ? 1 : value)),
  },
  {
    id: "logit-bias-is-clamped",
    title: "moves biases into their range",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/logit_bias/additionalProperties/maximum",
    faces: ["openai"],
    alteration: replaces("logit_bias", (value) => clampAll(value)),
  },
  {
    id: "logit-bias-is-ignored-in-streams",
    title: "ignores `logit_bias` in streams",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/logit_bias",
    faces: ["openai"],
    alteration: takesBody(({ logit_bias, ...sent }) => ({
      ...sent,
      ...(logit_bias !== undefined && sent.stream !== true && { logit_bias }),
    })),
  },
  {
    id: "echo-is-ignored-in-streams",
    title: "ignores `echo` in streams",
    breaks: "echo-begins-text",
    faces: ["openai"],
    alteration: takesBody(({ echo, ...sent }) => ({
      ...sent,
      ...(echo !== undefined && (sent.stream !== true || sent.max_tokens === 0) && { echo }),
    })),
  },
  {
    id: "echo-text-is-read",
    title: "reads `echo` from a string",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/echo/type",
    faces: ["openai"],
    alteration: replaces("echo", (value) => (value === "true" ? true : value)),
  },
  {
    id: "suffix-number-is-read",
    title: "reads a number as a `suffix`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/suffix/type",
    faces: ["openai"],
    alteration: replaces("suffix", (value) => (typeof value === "number" ? String(value) : value)),
  },
  {
    id: "user-number-is-read",
    title: "reads a number as a `user`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/user/type",
    faces: ["openai"],
    alteration: replaces("user", (value) => (typeof value === "number" ? String(value) : value)),
  },
  {
    id: "stream-options-are-ignored-if-null",
    title: "refuses null for `stream_options`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/stream_options",
    faces: ["openai"],
    alteration: replaces("stream_options", (value) => value ?? true),
  },
  {
    id: "model-null-is-refused",
    title: "refuses null for `model`",
    breaks: "#/components/schemas/CreateCompletionRequest/properties/model",
    faces: ["openai"],
    alteration: replaces("model", (value) => value ?? 5),
  },
  {
    id: "model-is-case-insensitive",
    title: "finds models in any case",
    breaks: "model-selects-deployment",
    faces: ["openai"],
    alteration: replaces("model", (value) => (value === "moby-dick-9000" ? undefined : value)),
  },
];
