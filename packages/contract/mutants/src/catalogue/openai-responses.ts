import type { CompletionLogprobs } from "@completions-api/types/openai";
import { alterJson } from "../proxy/alter-json.ts";
import type { Alteration } from "../proxy/alteration.ts";
import { chooses, fails, failsWithHeader, takesBody } from "../proxy/alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

/** A server that responds with other log probabilities if they are not streamed. */
function scores(alter: (logprobs: CompletionLogprobs) => Partial<CompletionLogprobs>): Alteration {
  return chooses(({ logprobs }) => ({ logprobs: logprobs && { ...logprobs, ...alter(logprobs) } }));
}

/** A server whose errors differ in these properties. */
function failsWithError(changes: object): Alteration {
  return fails((response) =>
    alterJson(response, ({ error }) => ({ error: { ...(error as object), ...changes } })),
  );
}

/** Servers whose responses to OpenAI's clients follow their schema but are wrong. */
export const brokenOpenAIResponses: readonly BrokenServer[] = [
  {
    id: "openai-stop-excluded-leaves-the-stop-sequence-in-the-text",
    title: "leaves the stop sequence in the text",
    breaks: "stop-excluded",
    faces: ["openai"],
    alteration: chooses(({ text }, { stop = "" }) => ({
      text: `${text}${[stop].flat()[0]}`,
    })),
  },
  {
    id: "openai-stop-excluded-ends-an-echoed-prompt",
    title: "ends an echoed prompt",
    breaks: "stop-excluded",
    faces: ["openai"],
    alteration: chooses(({ text }, { stop = "", echo }) => ({
      text: echo ? text.split(String([stop].flat()[0] || "\0"))[0] : text,
    })),
  },
  {
    id: "openai-logprobs-when-asked-has-none",
    title: "has none",
    breaks: "logprobs-when-asked",
    faces: ["openai"],
    alteration: chooses(() => ({ logprobs: null })),
  },
  {
    id: "openai-logprobs-when-asked-always-has-them",
    title: "always has them",
    breaks: "logprobs-when-asked",
    faces: ["openai"],
    alteration: takesBody((sent) => ({ logprobs: 1, ...sent })),
  },
  {
    id: "openai-logprobs-fit-text-leaves-the-last-token-out",
    title: "leaves the last token out",
    breaks: "logprobs-fit-text",
    faces: ["openai"],
    alteration: scores(({ tokens, token_logprobs, top_logprobs, text_offset }) => ({
      tokens: tokens.slice(0, -1),
      token_logprobs: token_logprobs.slice(0, -1),
      top_logprobs: top_logprobs.slice(0, -1),
      text_offset: text_offset.slice(0, -1),
    })),
  },
  {
    id: "openai-logprobs-fit-text-has-lists-of-different-lengths",
    title: "has lists of different lengths",
    breaks: "logprobs-fit-text",
    faces: ["openai"],
    alteration: scores(({ text_offset }) => ({ text_offset: [...text_offset, 0] })),
  },
  {
    id: "openai-logprobs-fit-text-has-other-tokens",
    title: "has other tokens",
    breaks: "logprobs-fit-text",
    faces: ["openai"],
    alteration: scores(({ tokens }) => ({ tokens: tokens.map(() => "whale") })),
  },
  {
    id: "openai-logprobs-fit-text-counts-utf-16-code-units",
    title: "counts UTF-16 code units",
    breaks: "logprobs-fit-text",
    faces: ["openai"],
    alteration: scores(({ tokens }) => ({
      text_offset: tokens.map((_, place) => tokens.slice(0, place).join("").length),
    })),
  },
  {
    id: "openai-logprobs-first-is-null-scores-the-first-token",
    title: "scores the first token",
    breaks: "logprobs-first-is-null",
    faces: ["openai"],
    alteration: scores(({ tokens: [first = ""], token_logprobs, top_logprobs }) => ({
      token_logprobs: token_logprobs.map((logprob) => logprob ?? -1),
      top_logprobs: top_logprobs.map((listed) => listed ?? { [first]: -1 }),
    })),
  },
  {
    id: "openai-logprobs-first-is-null-scores-no-token",
    title: "scores no token",
    breaks: "logprobs-first-is-null",
    faces: ["openai"],
    alteration: scores(({ token_logprobs }) => ({ token_logprobs: token_logprobs.map(() => null) })),
  },
  {
    id: "openai-top-logprobs-leaves-the-token-itself-out",
    title: "leaves the token itself out",
    breaks: "#/components/schemas/CompletionLogprobs/properties/top_logprobs",
    faces: ["openai"],
    alteration: scores(({ tokens, top_logprobs }) => ({
      top_logprobs: top_logprobs.map(
        (listed, place) =>
          listed && Object.fromEntries(Object.entries(listed).filter(([token]) => token !== tokens[place])),
      ),
    })),
  },
  {
    id: "openai-top-logprobs-lists-unlikely-tokens",
    title: "lists unlikely tokens",
    breaks: "#/components/schemas/CompletionLogprobs/properties/top_logprobs",
    faces: ["openai"],
    alteration: scores(({ token_logprobs, tokens, top_logprobs }) => ({
      top_logprobs: top_logprobs.map(
        (listed, place) =>
          listed && { [tokens[place] ?? ""]: token_logprobs[place] ?? 0, "a whale": -99, "a ship": -99 },
      ),
    })),
  },
  {
    id: "openai-top-logprobs-lists-too-many-tokens",
    title: "lists too many tokens",
    breaks: "#/components/schemas/CompletionLogprobs/properties/top_logprobs",
    faces: ["openai"],
    alteration: scores(({ top_logprobs }) => ({
      top_logprobs: top_logprobs.map((listed) => listed && { ...listed, a1: -99, a2: -99, a3: -99 }),
    })),
  },
  {
    id: "openai-top-logprobs-has-probabilities-above-1",
    title: "has probabilities above 1",
    breaks: "#/components/schemas/CompletionLogprobs/properties/top_logprobs",
    faces: ["openai"],
    alteration: scores(({ top_logprobs }) => ({
      top_logprobs: top_logprobs.map((listed) => listed && { ...listed, whale: 0 }),
    })),
  },
  {
    id: "openai-top-logprobs-is-never-greedy",
    title: "is never greedy",
    breaks: "#/components/schemas/CompletionLogprobs/properties/top_logprobs",
    faces: ["openai"],
    alteration: takesBody((sent) => ({ ...sent, temperature: 2, top_p: 1 })),
  },
  {
    id: "openai-error-type-has-the-type-of-other-codes",
    title: "has the type of other codes",
    breaks: "#/components/schemas/Error/properties/type",
    faces: ["openai"],
    alteration: failsWithError({ type: "server_error" }),
  },
  {
    id: "openai-param-blames-another-parameter",
    title: "blames another parameter",
    breaks: "#/components/schemas/Error/properties/param",
    faces: ["openai"],
    alteration: failsWithError({ param: "whale" }),
  },
  {
    id: "openai-message-does-not-name-the-parameter",
    title: "does not name the parameter",
    breaks: "#/components/schemas/Error/properties/message",
    faces: ["openai"],
    alteration: failsWithError({ message: "Check your parameters." }),
  },
  {
    id: "openai-code-has-a-code-with-another-status",
    title: "has a code with another status",
    breaks: "#/components/schemas/Error/properties/code",
    faces: ["openai"],
    alteration: failsWithError({ code: "internal_error", type: "server_error" }),
  },
  {
    id: "openai-code-has-a-code-of-the-same-status",
    title: "has a code of the same status",
    breaks: "#/components/schemas/Error/properties/code",
    faces: ["openai"],
    alteration: failsWithError({ code: "invalid_json" }),
  },
  {
    id: "openai-responses-default-has-the-header-of-the-other-face",
    title: "has the header of the API's own face",
    breaks: "#/paths/~1completions/post/responses/default",
    faces: ["openai"],
    alteration: failsWithHeader("x-ms-error-code", "invalid_parameter"),
  },
];
