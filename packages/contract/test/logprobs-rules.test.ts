import type { Choices, CompletionLogprobs } from "@completions-api/types/openai";
import { expect, test } from "vitest";
import { checkResponse } from "../src/index.ts";

type Part = readonly [token: string, offset: number, logprob?: number | null];

/** Checks the completion of a request with `logprobs: 1`, whose text has these tokens. */
function check(
  text: string,
  parts: readonly Part[],
  finish_reason: Choices["finish_reason"] = "length",
  {
    prompt = "a",
    echo = false,
    top = {},
  }: { prompt?: string | readonly number[]; echo?: boolean; top?: object } = {},
): void {
  const logprobs: CompletionLogprobs = {
    tokens: parts.map(([token]) => token),
    token_logprobs: parts.map(([, , logprob = -1]) => logprob),
    top_logprobs: parts.map(([token, , logprob = -1]) =>
      logprob === null ? null : { [token]: logprob, ...top },
    ),
    text_offset: parts.map(([, offset]) => offset),
  };
  const choices = [{ index: 0, text, logprobs, finish_reason }];
  const completion = { id: "a", object: "text_completion", created: 0, model: "a", choices } as const;
  const request = { body: { prompt, echo, logprobs: 1, stream: true } };
  checkResponse(
    { request, expect: { outcome: "completion" } },
    { outcome: "completion", completion },
    "openai",
  );
}

test.each<[what: string, ...Parameters<typeof check>]>([
  [
    "tokens that are the text",
    "The sea",
    [
      ["The", 0],
      [" sea", 3],
    ],
  ],
  ["no tokens of an empty text", "", [], "stop"],
  [
    "a last token that a stop sequence cuts",
    "The s",
    [
      ["The", 0],
      [" sea", 3],
    ],
    "stop",
  ],
  [
    "a token for the end of the text",
    "The",
    [
      ["The", 0],
      ["<|endoftext|>", 3],
    ],
    "stop",
  ],
  [
    "parts of characters",
    "🐋 é",
    [
      ["bytes:\\xf0\\x9f", 0],
      ["bytes:\\x90\\x8b", 0],
      [" é", 1],
    ],
  ],
  [
    "a character that has not ended",
    "a",
    [
      ["a", 0],
      ["bytes:\\xc3", 1],
    ],
  ],
  [
    "an echoed prompt without its first log probability",
    "ab",
    [
      ["a", 0, null],
      ["b", 1],
    ],
    "length",
    { echo: true },
  ],
  ["a last token that the content filter leaves out", "The s", [["The", 0]], "content_filter"],
  [
    "a byte that ends a broken character and is one of its own",
    "\uFFFD\uFFFD",
    [
      ["bytes:\\xf4", 0],
      ["bytes:\\xa9", 1],
    ],
  ],
  [
    "an echoed prompt of tokens that ends inside a character",
    "\uFFFD\uFFFD",
    [
      ["bytes:\\xc3", 0, null],
      ["bytes:\\xa9", 1],
    ],
    "length",
    { echo: true, prompt: [127] },
  ],
  ["an echo of an empty prompt", "b", [["b", 0]], "length", { echo: true, prompt: "" }],
  ["a less likely token beside the likeliest", "b", [["b", 0, -3]], "length", { top: { c: -1 } }],
])("accepts %s", (_what, ...choice) => {
  expect(() => check(...choice)).not.toThrow();
});

test.each<[what: string, expected: string, ...Parameters<typeof check>]>([
  [
    "a cut token without a stop",
    "tokens that join",
    "The s",
    [
      ["The", 0],
      [" sea", 3],
    ],
  ],
  ["a missing last token", "tokens that join", "The s", [["The", 0]]],
  [
    "two tokens after the text",
    "tokens that join",
    "The",
    [
      ["The", 0],
      [" sea", 3],
      [" is", 7],
    ],
    "stop",
  ],
  [
    "offsets in UTF-16 code units",
    "text_offset 1 for token 1",
    "🐋 é",
    [
      ["🐋", 0],
      [" é", 2],
    ],
  ],
  [
    "a missing log probability",
    "a log probability",
    "ab",
    [
      ["a", 0],
      ["b", 1, null],
    ],
  ],
  [
    "a scored first token",
    "null for token 0",
    "ab",
    [
      ["a", 0],
      ["b", 1],
    ],
    "length",
    { echo: true },
  ],
  [
    "a likelier token that is not asked for",
    "at most 2",
    "b",
    [["b", 0]],
    "length",
    { top: { c: -2, d: -3 } },
  ],
  ["an unlikely token in place of likelier ones", "likelier", "b", [["b", 0]], "length", { top: { c: -2 } }],
  [
    "probabilities above 1",
    "at most 1 in total",
    "b",
    [["b", 0, -0.1]],
    "length",
    { top: { b: -0.1, c: 0 } },
  ],
])("refuses %s", (_what, expected, ...choice) => {
  expect(() => check(...choice)).toThrow(expected);
});
