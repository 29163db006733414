import type { ChunkChoice, CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import { BrokenStreamError } from "./broken-stream-error.ts";

/** Puts the chunks of a stream together. */
export interface Assembler {
  /** Takes the stream's next chunk, in time that depends on that chunk alone. */
  add(chunk: CompletionChunk): void;
  /** All that came so far as one chunk, its choices by index; undefined before the first chunk. */
  partial(): CompletionChunk | undefined;
  /**
   * The completion, equal to what the same request without `stream` answers (rule `stream-equals-json`).
   *
   * @throws BrokenStreamError `truncated` where a choice has not ended or the usage has not come.
   */
  completion(): CreateCompletionResponse;
}

/** Starts with no chunk. It joins what it gets; whether that keeps the rules is for `createStreamGrammar` to say. */
export function createAssembler(): Assembler {
  // The first chunk, and what later ones add to it.
  let whole: CompletionChunk | undefined;
  // By index, which is the order that an object keeps them in. Texts are joined once, at the end: whatever the engine does
  // with `+=`, that is linear.
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
      // All that a chunk may lack of a completion has just been looked for.
      return completion as CreateCompletionResponse;
    },
  };
}

function truncated(what: string): BrokenStreamError {
  return new BrokenStreamError("truncated", `The stream ended before ${what}.`);
}
