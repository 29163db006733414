import type { ChunkChoice, CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import { BrokenStreamError } from "./broken-stream-error.ts";

/** Joins the chunks of a stream into a completion. */
export interface Assembler {
  /** Adds the stream's next chunk. The time it takes depends on that chunk alone. */
  add(chunk: CompletionChunk): void;
  /** Returns everything added so far as one chunk, with choices ordered by index; undefined before the first chunk. */
  partial(): CompletionChunk | undefined;
  /**
   * Returns the completion. It equals the response to the same request without `stream` (rule `stream-equals-json`).
   *
   * @throws BrokenStreamError `truncated` if a choice has not ended or the usage is missing.
   */
  completion(): CreateCompletionResponse;
}

/** Creates an empty assembler. It joins chunks without checking the spec's rules; `createStreamGrammar` checks them. */
export function createAssembler(): Assembler {
  // The first chunk, completed by the properties that only later chunks have.
  let whole: CompletionChunk | undefined;
  // An object keeps integer keys in ascending order. Texts are joined once, at the end, so the cost is linear in every
  // JavaScript engine, however it implements `+=`.
  const choices: Record<
    number,
    { index: number; text: string[]; finish_reason: ChunkChoice["finish_reason"] }
  > = Object.create(null);

  function partial(): CompletionChunk | undefined {
    return (
      whole && {
        ...whole,
        choices: Object.values(choices).map((choice) => ({ ...choice, text: choice.text.join("") })),
      }
    );
  }

  return {
    partial,
    add(chunk) {
      whole ??= { ...chunk, usage: null };
      if (chunk.usage) whole.usage = chunk.usage;
      if (chunk.system_fingerprint !== undefined) whole.system_fingerprint ??= chunk.system_fingerprint;
      for (const { index, text, finish_reason } of chunk.choices) {
        choices[index] ??= { index, text: [], finish_reason };
        choices[index].text.push(text);
        choices[index].finish_reason ??= finish_reason;
      }
    },
    completion() {
      const completion = partial();
      if (!completion?.usage) throw truncated("its usage came");
      for (const { index, finish_reason } of completion.choices) {
        if (!finish_reason) throw truncated(`choice ${index} did`);
      }
      // The checks above cover everything that a completion has and a chunk may lack.
      return completion as CreateCompletionResponse;
    },
  };
}

function truncated(missing: string): BrokenStreamError {
  return new BrokenStreamError("truncated", `The stream ended before ${missing}.`);
}
