import { choosesAlways, type Json } from "../proxy/answer-alterations.ts";
import { streamsChunks } from "../proxy/event-alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

type Choice = Json & { readonly finish_reason: string | null };

/** A server that has other finish reasons, streamed or not. */
function finishesWith(alter: (reason: string) => string) {
  return choosesAlways(({ finish_reason }) => ({
    finish_reason: typeof finish_reason === "string" ? alter(finish_reason) : finish_reason,
  }));
}

function choicesOf({ choices }: Json): readonly Choice[] {
  return choices as readonly Choice[]; // Every event of the servers behind the proxy has choices.
}

function withReason(chunk: Json, finish_reason: string): Json {
  return { ...chunk, choices: choicesOf(chunk).map((choice) => ({ ...choice, finish_reason })) };
}

function isLast(chunk: Json): boolean {
  return choicesOf(chunk).some(({ finish_reason }) => finish_reason !== null);
}

/** Servers that say wrongly why a text ended. */
export const brokenFinishReasons: readonly BrokenServer[] = [
  {
    id: "finish-reason-is-empty",
    title: "has an empty reason",
    breaks: "#/components/schemas/CompletionFinishReason/enum/stop",
    alteration: finishesWith(() => ""),
  },
  {
    id: "finish-reason-is-eos",
    title: "names the token that ended the text",
    breaks: "#/components/schemas/CompletionFinishReason/enum/stop",
    alteration: finishesWith(() => "eos_token"),
  },
  {
    id: "finish-reason-is-upper-case",
    title: "writes reasons in capitals",
    breaks: "#/components/schemas/CompletionFinishReason/enum/length",
    alteration: finishesWith((reason) => reason.toUpperCase()),
  },
  {
    id: "finish-reason-is-max-tokens",
    title: "has another word for `length`",
    breaks: "#/components/schemas/CompletionFinishReason/enum/length",
    alteration: finishesWith((reason) => (reason === "length" ? "max_tokens" : reason)),
  },
  {
    id: "finish-reason-is-tool-calls",
    title: "says that tools were called",
    breaks: "#/components/schemas/CompletionFinishReason/enum/stop",
    alteration: finishesWith(() => "tool_calls"),
  },
  {
    id: "finish-reason-is-always-content-filter",
    title: "says that the content filter ended each text",
    breaks: "length-means-max-tokens",
    alteration: finishesWith(() => "content_filter"),
  },
  {
    id: "finish-reason-is-always-stop",
    title: "says that each text ended by itself",
    breaks: "length-means-max-tokens",
    alteration: finishesWith(() => "stop"),
  },
  {
    id: "finish-reason-is-always-length",
    title: "says that each text reached its limit",
    breaks: "length-means-max-tokens",
    alteration: finishesWith(() => "length"),
  },
  {
    id: "finish-reason-is-swapped",
    title: "mixes up `stop` and `length`",
    breaks: "length-means-max-tokens",
    alteration: finishesWith((reason) => (reason === "length" ? "stop" : "length")),
  },
  {
    id: "finish-reason-ignores-stop-sequences",
    title: "says `length` where a stop sequence ended the text",
    breaks: "#/components/schemas/CompletionFinishReason/enum/stop",
    alteration: choosesAlways(({ finish_reason }, { stop }) => ({
      finish_reason: finish_reason !== null && stop ? "length" : finish_reason,
    })),
  },
  {
    id: "finish-reason-is-null",
    title: "never says why a text ended",
    breaks: "#/components/schemas/Choices/required/finish_reason",
    alteration: choosesAlways(() => ({ finish_reason: null })),
  },
  {
    id: "finish-reason-is-missing",
    title: "leaves the reason out",
    breaks: "#/components/schemas/Choices/required/finish_reason",
    alteration: choosesAlways(() => ({ finish_reason: undefined })),
  },
  {
    id: "finish-reason-is-a-number",
    title: "numbers its reasons",
    breaks: "#/components/schemas/CompletionFinishReason/type",
    alteration: choosesAlways(({ finish_reason }) => ({ finish_reason: finish_reason === null ? null : 1 })),
  },
  {
    id: "stream-has-reason-from-the-start",
    title: "has a reason on each event of a stream",
    breaks: "stream-one-finish-per-choice",
    alteration: streamsChunks((chunks) => chunks.map((chunk) => withReason(chunk, "stop"))),
  },
  {
    id: "stream-has-empty-reason-before-the-end",
    title: "has an empty reason until the last event",
    breaks: "stream-one-finish-per-choice",
    alteration: streamsChunks((chunks) =>
      chunks.map((chunk) => ({
        ...chunk,
        choices: choicesOf(chunk).map(({ finish_reason, ...choice }) => ({
          ...choice,
          finish_reason: finish_reason ?? "",
        })),
      })),
    ),
  },
  {
    id: "stream-repeats-last-reason",
    title: "ends each choice twice",
    breaks: "stream-one-finish-per-choice",
    alteration: streamsChunks((chunks) =>
      chunks
        .flatMap((chunk) => (isLast(chunk) ? [chunk, { ...chunk, usage: undefined }] : [chunk]))
        .toReversed()
        .toSorted((one, other) => Number(isLast(one)) - Number(isLast(other))),
    ),
  },
  {
    id: "stream-reason-differs",
    title: "has other reasons in streams than in JSON",
    breaks: "stream-equals-json",
    alteration: streamsChunks((chunks) =>
      chunks.map((chunk) => (isLast(chunk) ? withReason(chunk, "content_filter") : chunk)),
    ),
  },
];
