import { chooses, completes, ignoresParameter, streams, takesBody } from "../proxy/alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

/** Servers whose completions follow their schema but are wrong. */
export const brokenCompletions: readonly BrokenServer[] = [
  {
    id: "choices-follow-prompts-adds-a-choice",
    title: "adds a choice",
    breaks: "choices-follow-prompts",
    alteration: completes(({ choices, ...completion }) => ({
      ...completion,
      choices: [...choices, { ...choices[0], index: choices.length }],
    })),
  },
  {
    id: "choices-follow-prompts-counts-choices-from-1",
    title: "counts choices from 1",
    breaks: "choices-follow-prompts",
    alteration: chooses(({ index }) => ({ index: index + 1 })),
  },
  {
    id: "choices-follow-prompts-completes-the-prompts-in-reverse-order",
    title: "completes the prompts in reverse order",
    breaks: "choices-follow-prompts",
    alteration: takesBody(({ prompt, ...sent }) => ({
      ...sent,
      prompt: Array.isArray(prompt) && typeof prompt[0] === "string" ? prompt.toReversed() : prompt,
    })),
  },
  {
    id: "stop-excluded-leaves-the-stop-sequence-in-the-text",
    title: "leaves the stop sequence in the text",
    breaks: "stop-excluded",
    faces: ["completions"],
    alteration: chooses(({ text }, { stop = "" }) => ({
      text: `${text}${[stop].flat()[0]}`,
    })),
  },
  {
    id: "max-tokens-bound-counts-one-token-more",
    title: "counts one token more",
    breaks: "max-tokens-bound",
    alteration: completes(({ usage, ...completion }) => ({
      ...completion,
      usage: {
        ...usage,
        completion_tokens: usage.completion_tokens + 1,
        total_tokens: usage.total_tokens + 1,
      },
    })),
  },
  {
    id: "length-means-max-tokens-always-says-stop",
    title: "always says stop",
    breaks: "length-means-max-tokens",
    alteration: chooses(() => ({ finish_reason: "stop" })),
  },
  {
    id: "length-means-max-tokens-always-says-length",
    title: "always says length",
    breaks: "length-means-max-tokens",
    alteration: chooses(() => ({ finish_reason: "length" })),
  },
  {
    id: "usage-adds-up-counts-one-token-more-in-total",
    title: "counts one token more in total",
    breaks: "usage-adds-up",
    alteration: completes(({ usage, ...completion }) => ({
      ...completion,
      usage: { ...usage, total_tokens: usage.total_tokens + 1 },
    })),
  },
  {
    id: "prompt-tokens-counts-one-token-for-each-request",
    title: "counts one token for each request",
    breaks: "#/components/schemas/CompletionUsage/properties/prompt_tokens",
    alteration: completes(({ usage, ...completion }) => ({
      ...completion,
      usage: { ...usage, prompt_tokens: 1, total_tokens: usage.completion_tokens + 1 },
    })),
  },
  {
    id: "prompt-tokens-counts-the-first-prompt-only",
    title: "counts the first prompt only",
    breaks: "#/components/schemas/CompletionUsage/properties/prompt_tokens",
    alteration: takesBody((sent) => ({
      ...sent,
      ...(Array.isArray(sent.prompt) &&
        Array.isArray(sent.prompt[0]) && { prompt: sent.prompt.map(() => Object(sent.prompt)[0]) }),
    })),
  },
  {
    id: "id-gives-all-completions-the-same-id",
    title: "gives all completions the same id",
    breaks: "#/components/schemas/CreateCompletionResponse/properties/id",
    alteration: completes((completion) => ({ ...completion, id: "whale" })),
  },
  {
    id: "created-counts-milliseconds",
    title: "counts milliseconds",
    breaks: "#/components/schemas/CreateCompletionResponse/properties/created",
    alteration: completes(({ created, ...completion }) => ({
      ...completion,
      created: created * 1000,
    })),
  },
  {
    id: "created-has-no-clock",
    title: "has no clock",
    breaks: "#/components/schemas/CreateCompletionResponse/properties/created",
    alteration: completes((completion) => ({ ...completion, created: 0 })),
  },
  {
    id: "stream-created-counts-milliseconds",
    title: "counts milliseconds",
    breaks: "#/components/schemas/CompletionChunk/properties/created",
    alteration: streams(({ created }) => ({ created: created * 1000 })),
  },
  {
    id: "seed-repeats-picks-its-own-seed",
    title: "picks its own seed",
    breaks: "seed-repeats",
    alteration: ignoresParameter("seed"),
  },
  {
    id: "system-fingerprint-has-none",
    title: "has none",
    breaks: "#/components/schemas/CreateCompletionResponse/properties/system_fingerprint",
    alteration: completes(({ system_fingerprint: _hidden, ...completion }) => completion),
  },
];
