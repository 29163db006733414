import type { CompletionLogprobs } from "@completions-api/types/openai";
import { alterJson } from "../support/alter-json.ts";
import { chooses, fails, failsWithHeader, takesBody } from "../support/alterations.ts";
import type { Alteration } from "../support/altering-proxy.ts";
import type { BrokenServers } from "./broken-servers.ts";

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
export const brokenOpenAIResponses: BrokenServers = {
  "stop-excluded": {
    "leaves the stop sequence in the text": chooses(({ text }, { stop = "" }) => ({
      text: `${text}${[stop].flat()[0]}`,
    })),
    "ends an echoed prompt": chooses(({ text }, { stop = "", echo }) => ({
      text: echo ? text.split(String([stop].flat()[0] || "\0"))[0] : text,
    })),
  },
  "logprobs-when-asked": {
    "has none": chooses(() => ({ logprobs: null })),
    "always has them": takesBody((sent) => ({ logprobs: 1, ...sent })),
  },
  "logprobs-fit-text": {
    "leaves the last token out": scores(({ tokens, token_logprobs, top_logprobs, text_offset }) => ({
      tokens: tokens.slice(0, -1),
      token_logprobs: token_logprobs.slice(0, -1),
      top_logprobs: top_logprobs.slice(0, -1),
      text_offset: text_offset.slice(0, -1),
    })),
    "has lists of different lengths": scores(({ text_offset }) => ({ text_offset: [...text_offset, 0] })),
    "has other tokens": scores(({ tokens }) => ({ tokens: tokens.map(() => "whale") })),
    "counts UTF-16 code units": scores(({ tokens }) => ({
      text_offset: tokens.map((_, place) => tokens.slice(0, place).join("").length),
    })),
  },
  "logprobs-first-is-null": {
    "scores the first token": scores(({ tokens: [first = ""], token_logprobs, top_logprobs }) => ({
      token_logprobs: token_logprobs.map((logprob) => logprob ?? -1),
      top_logprobs: top_logprobs.map((listed) => listed ?? { [first]: -1 }),
    })),
    "scores no token": scores(({ token_logprobs }) => ({ token_logprobs: token_logprobs.map(() => null) })),
  },
  "#/components/schemas/CompletionLogprobs/properties/top_logprobs": {
    "leaves the token itself out": scores(({ tokens, top_logprobs }) => ({
      top_logprobs: top_logprobs.map(
        (listed, place) =>
          listed && Object.fromEntries(Object.entries(listed).filter(([token]) => token !== tokens[place])),
      ),
    })),
    "lists unlikely tokens": scores(({ token_logprobs, tokens, top_logprobs }) => ({
      top_logprobs: top_logprobs.map(
        (listed, place) =>
          listed && { [tokens[place] ?? ""]: token_logprobs[place] ?? 0, "a whale": -99, "a ship": -99 },
      ),
    })),
    "lists too many tokens": scores(({ top_logprobs }) => ({
      top_logprobs: top_logprobs.map((listed) => listed && { ...listed, a1: -99, a2: -99, a3: -99 }),
    })),
    "has probabilities above 1": scores(({ top_logprobs }) => ({
      top_logprobs: top_logprobs.map((listed) => listed && { ...listed, whale: 0 }),
    })),
    "is never greedy": takesBody((sent) => ({ ...sent, temperature: 2, top_p: 1 })),
  },
  "#/components/schemas/Error/properties/type": {
    "has the type of other codes": failsWithError({ type: "server_error" }),
  },
  "#/components/schemas/Error/properties/param": {
    "blames another parameter": failsWithError({ param: "whale" }),
  },
  "#/components/schemas/Error/properties/message": {
    "does not name the parameter": failsWithError({ message: "Check your parameters." }),
  },
  "#/components/schemas/Error/properties/code": {
    "has a code with another status": failsWithError({ code: "internal_error", type: "server_error" }),
    "has a code of the same status": failsWithError({ code: "invalid_json" }),
  },
  "#/paths/~1completions/post/responses/default": {
    "has the header of the API's own face": failsWithHeader("x-ms-error-code", "invalid_parameter"),
  },
};
