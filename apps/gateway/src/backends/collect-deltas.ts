import type { Delta } from "@completions-api/engine";
import type { CompletionLogprobs } from "@completions-api/types/openai";
import type { Generate } from "./backend.ts";
import { singleBatch } from "./single-batch.ts";
import { invalidUpstreamResponse } from "./upstream-error.ts";

/** In UTF-16 code units: more than any request of 1 MiB needs as its response. */
export const textLimit: number = 2 ** 26;

/**
 * Collects the deltas of requests without `stream`: they begin only when the generation has ended, with one delta for each choice.
 * Until then the caller has seen nothing, so a server that is lost in the middle can be replaced by another.
 *
 * @throws HttpError 502 for more than 64 Mi characters. Whatever the generation throws.
 */
export function collectUnlessStreamed(generate: Generate): Generate {
  return async (request, signal) => {
    const generation = await generate(request, signal);
    if (request.stream || generation.isWhole) return generation;
    const choices = new Map<number, Delta[]>();
    let length = 0;
    for await (const batch of generation.deltas) {
      for (const delta of batch) {
        length += delta.text.length;
        if (request.charge) request.charge.kept += delta.tokens;
        if (length > textLimit) throw invalidUpstreamResponse(`more than ${textLimit} characters`);
        const choice = choices.get(delta.index);
        if (choice) choice.push(delta);
        else choices.set(delta.index, [delta]);
      }
    }
    const { fingerprint } = generation;
    return { fingerprint, deltas: singleBatch(Array.from(choices.values(), joinDeltas)) };
  };
}

/** Joins the deltas of a choice. If extra properties have the same name, the last one wins. */
function joinDeltas(deltas: readonly Delta[]): Delta {
  const [first, ...others] = deltas;
  const last = deltas.at(-1);
  if (first === undefined || last === undefined) throw new Error("A choice has at least one delta.");
  if (others.length === 0) return first;
  const logprobs = deltas.flatMap((delta) => delta.logprobs ?? []);
  const extras = deltas.flatMap((delta) => delta.extra ?? []);
  const echoed = sum(deltas.map((delta) => delta.echoed ?? 0));
  return {
    ...last,
    text: deltas.map((delta) => delta.text).join(""),
    tokens: sum(deltas.map((delta) => delta.tokens)),
    ...(logprobs.length > 0 && { logprobs: joinLogprobs(logprobs) }),
    ...(echoed > 0 && { echoed }),
    ...(extras.length > 0 && { extra: Object.assign({}, ...extras) }),
  };
}

/** The offsets count from the start of the choice's text, so they stay as they are. */
function joinLogprobs(parts: readonly CompletionLogprobs[]): CompletionLogprobs {
  return {
    tokens: parts.flatMap((part) => part.tokens),
    token_logprobs: parts.flatMap((part) => part.token_logprobs),
    top_logprobs: parts.flatMap((part) => part.top_logprobs),
    text_offset: parts.flatMap((part) => part.text_offset),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
