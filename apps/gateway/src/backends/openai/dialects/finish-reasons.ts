import type { CompletionFinishReason } from "@completions-api/types";

/** The finish reasons of OpenAI's API. */
export const finishReasons: ReadonlyMap<string, CompletionFinishReason> = new Map([
  ["stop", "stop"],
  ["length", "length"],
  ["content_filter", "content_filter"],
]);

/** Those of the servers that may be behind a URL of OpenAI's API: Together, TGI and its hosts, Anthropic, Mistral. */
export const anyFinishReasons: ReadonlyMap<string, CompletionFinishReason> = new Map([
  ...finishReasons,
  ["eos", "stop"],
  ["eos_token", "stop"],
  ["stop_sequence", "stop"],
  ["end_turn", "stop"],
  ["max_tokens", "length"],
  ["model_length", "length"],
]);
