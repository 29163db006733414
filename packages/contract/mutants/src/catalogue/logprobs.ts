import type { CompletionLogprobs } from "@completions-api/types/openai";
import type { Alteration } from "../proxy/alteration.ts";
import { choosesAlways } from "../proxy/answer-alterations.ts";
import { streamsChunks } from "../proxy/event-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

/** A server that scores the tokens of all choices otherwise. `isWhole` replaces what it has instead of adding to it. */
function scores(alter: (logprobs: CompletionLogprobs) => object, isWhole = false): Alteration {
  return choosesAlways(({ logprobs }) => ({
    logprobs: logprobs && {
      ...(!isWhole && logprobs),
      ...alter(logprobs as CompletionLogprobs), // The servers behind the proxy keep the contract.
    },
  }));
}

function streamsLogprobs(alter: (logprobs: CompletionLogprobs) => unknown): Alteration {
  return streamsChunks((chunks) =>
    chunks.map((chunk) => ({
      ...chunk,
      choices: (chunk.choices as readonly { readonly logprobs: CompletionLogprobs | null }[]).map(
        (choice) => ({
          ...choice,
          logprobs: choice.logprobs && alter(choice.logprobs),
        }),
      ),
    })),
  );
}

/** Servers whose log probabilities are wrong, streamed or not. */
export const brokenLogprobs: readonly BrokenServer[] = [
  {
    id: "logprobs-are-null",
    title: "has none though they are asked for",
    breaks: "logprobs-when-asked",
    faces: ["openai"],
    alteration: choosesAlways(() => ({ logprobs: null })),
  },
  {
    id: "logprobs-are-missing",
    title: "leaves `logprobs` out",
    breaks: "#/components/schemas/Choices/required/logprobs",
    faces: ["openai"],
    alteration: choosesAlways(() => ({ logprobs: undefined })),
  },
  {
    id: "logprobs-are-empty",
    title: "has an empty object",
    breaks: "#/components/schemas/CompletionLogprobs/required/tokens",
    faces: ["openai"],
    alteration: choosesAlways(({ logprobs }) => ({ logprobs: logprobs && {} })),
  },
  {
    id: "logprobs-are-of-a-chat",
    title: "has the log probabilities of a chat",
    breaks: "#/components/schemas/CompletionLogprobs/required/tokens",
    faces: ["openai"],
    alteration: scores(
      ({ tokens }) => ({
        content: tokens.map((token) => ({ token, logprob: -1, bytes: null, top_logprobs: [] })),
      }),
      true,
    ),
  },
  {
    id: "logprobs-are-probabilities",
    title: "has probabilities instead of their logarithms",
    breaks: "#/components/schemas/CompletionLogprobs/properties/token_logprobs/items/maximum",
    faces: ["openai"],
    alteration: scores(({ token_logprobs }) => ({
      token_logprobs: token_logprobs.map((value) => value && Math.exp(value)),
    })),
  },
  {
    id: "logprobs-are-positive",
    title: "has logarithms without their sign",
    breaks: "#/components/schemas/CompletionLogprobs/properties/token_logprobs/items/maximum",
    faces: ["openai"],
    alteration: scores(({ token_logprobs }) => ({
      token_logprobs: token_logprobs.map((value) => value && -value),
    })),
  },
  {
    id: "logprobs-are-texts",
    title: "writes log probabilities as strings",
    breaks: "#/components/schemas/CompletionLogprobs/properties/token_logprobs/items/type",
    faces: ["openai"],
    alteration: scores(({ token_logprobs }) => ({ token_logprobs: token_logprobs.map(String) })),
  },
  {
    id: "logprobs-are-zero",
    title: "has 0 for each token",
    breaks: "#/components/schemas/CompletionLogprobs/properties/top_logprobs",
    faces: ["openai"],
    alteration: scores(({ token_logprobs }) => ({
      token_logprobs: token_logprobs.map((value) => value && 0),
    })),
  },
  {
    id: "logprobs-differ-from-top",
    title: "has other numbers for tokens than in their lists",
    breaks: "#/components/schemas/CompletionLogprobs/properties/top_logprobs",
    faces: ["openai"],
    alteration: scores(({ token_logprobs }) => ({
      token_logprobs: token_logprobs.map((value) => value && value - 1),
    })),
  },
  {
    id: "tokens-are-ids",
    title: "has the numbers of tokens",
    breaks: "#/components/schemas/CompletionLogprobs/properties/tokens/items/type",
    faces: ["openai"],
    alteration: scores(({ tokens }) => ({ tokens: tokens.map((_, index) => index) })),
  },
  {
    id: "tokens-have-markers",
    title: "writes tokens as its vocabulary has them",
    breaks: "logprobs-fit-text",
    faces: ["openai"],
    alteration: scores(({ tokens }) => ({ tokens: tokens.map((token) => token.replace(" ", "Ġ")) })),
  },
  {
    id: "tokens-are-trimmed",
    title: "trims tokens",
    breaks: "logprobs-fit-text",
    faces: ["openai"],
    alteration: scores(({ tokens }) => ({ tokens: tokens.map((token) => token.trim()) })),
  },
  {
    id: "tokens-have-replacement-characters",
    title: "has U+FFFD for a part of a character",
    breaks: "logprobs-fit-text",
    faces: ["openai"],
    alteration: scores(({ tokens }) => ({
      tokens: tokens.map((token) => (token.startsWith("bytes:") ? "\uFFFD" : token)),
    })),
  },
  {
    id: "top-logprobs-are-lists",
    title: "has lists of likely tokens",
    breaks: "#/components/schemas/CompletionLogprobs/properties/top_logprobs/items/type",
    faces: ["openai"],
    alteration: scores(({ top_logprobs }) => ({
      top_logprobs: top_logprobs.map((listed) => listed && Object.entries(listed)),
    })),
  },
  {
    id: "top-logprobs-are-null",
    title: "lists no likely token",
    breaks: "#/components/schemas/CompletionLogprobs/properties/top_logprobs/type",
    faces: ["openai"],
    alteration: scores(() => ({ top_logprobs: null })),
  },
  {
    id: "top-logprobs-are-empty",
    title: "has empty lists of likely tokens",
    breaks: "#/components/schemas/CompletionLogprobs/properties/top_logprobs",
    faces: ["openai"],
    alteration: scores(({ top_logprobs }) => ({ top_logprobs: top_logprobs.map((listed) => listed && {}) })),
  },
  {
    id: "offsets-are-zero",
    title: "has 0 for each offset",
    breaks: "logprobs-fit-text",
    faces: ["openai"],
    alteration: scores(({ text_offset }) => ({ text_offset: text_offset.map(() => 0) })),
  },
  {
    id: "offsets-begin-at-one",
    title: "counts offsets from 1",
    breaks: "logprobs-fit-text",
    faces: ["openai"],
    alteration: scores(({ text_offset }) => ({ text_offset: text_offset.map((offset) => offset + 1) })),
  },
  {
    id: "offsets-are-bytes",
    title: "counts offsets in bytes",
    breaks: "logprobs-fit-text",
    faces: ["openai"],
    alteration: scores(({ tokens }) => ({
      text_offset: tokens.map((_, place) => Buffer.byteLength(tokens.slice(0, place).join(""))),
    })),
  },
  {
    id: "offsets-count-tokens",
    title: "counts offsets in tokens",
    breaks: "logprobs-fit-text",
    faces: ["openai"],
    alteration: scores(({ text_offset }) => ({ text_offset: text_offset.map((_, place) => place) })),
  },
  {
    id: "offsets-are-missing",
    title: "has no offsets",
    breaks: "#/components/schemas/CompletionLogprobs/required/text_offset",
    faces: ["openai"],
    alteration: scores(() => ({ text_offset: undefined })),
  },
  {
    id: "first-token-is-zero",
    title: "has 0 for the first token of an echoed prompt",
    breaks: "logprobs-first-is-null",
    faces: ["openai"],
    alteration: scores(({ token_logprobs }) => ({
      token_logprobs: token_logprobs.map((value) => value ?? 0),
    })),
  },
  {
    id: "first-token-is-left-out",
    title: "leaves the first token of an echoed prompt out",
    breaks: "logprobs-fit-text",
    faces: ["openai"],
    alteration: scores(({ tokens, token_logprobs, top_logprobs, text_offset }) =>
      token_logprobs[0] === null
        ? {
            tokens: tokens.slice(1),
            token_logprobs: token_logprobs.slice(1),
            top_logprobs: top_logprobs.slice(1),
            text_offset: text_offset.slice(1),
          }
        : {},
    ),
  },
  {
    id: "stream-has-no-logprobs",
    title: "has no log probabilities in streams",
    breaks: "logprobs-when-asked",
    faces: ["openai"],
    alteration: streamsLogprobs(() => null),
  },
  {
    id: "stream-has-the-same-offsets",
    title: "begins the offsets of each event at 0",
    breaks: "logprobs-fit-text",
    faces: ["openai"],
    alteration: streamsLogprobs((logprobs) => ({
      ...logprobs,
      text_offset: logprobs.text_offset.map((offset) => offset - (logprobs.text_offset[0] ?? 0)),
    })),
  },
  {
    id: "stream-has-other-logprobs",
    title: "has other log probabilities in streams than in JSON",
    breaks: "stream-equals-json",
    faces: ["openai"],
    alteration: streamsLogprobs((logprobs) => ({
      ...logprobs,
      top_logprobs: logprobs.top_logprobs.map(
        (listed) =>
          listed && Object.fromEntries(Object.entries(listed).map(([token, value]) => [token, value - 2])),
      ),
      token_logprobs: logprobs.token_logprobs.map((value) => value && value - 2),
    })),
  },
];
