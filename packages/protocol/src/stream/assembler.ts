import type { ChunkChoice, CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import { StreamError } from "./stream-error.ts";

/** Puts the chunks of a stream together. */
export interface Assembler {
  /** Takes the stream's next chunk, in time that depends on that chunk alone. */
  add(chunk: CompletionChunk): void;
  /** All that came so far as one chunk, its choices by index; undefined before the first chunk. */
  partial(): CompletionChunk | undefined;
  /**
   * The completion, equal to what the same request without `stream` answers (rule `stream-equals-json`).
   *
   * @throws StreamError `truncated` where a choice has not ended or the usage has not come.
   */
  completion(): CreateCompletionResponse;
}

/** Starts with no chunk. It joins what it gets; whether that keeps the rules is for `createStreamGrammar` to say. */
export function createAssembler(): Assembler {
  // The first chunk, and what later ones add to it.
  let whole: CompletionChunk | undefined;
  // Texts are joined once, at the end: whatever the engine does with `+=`, that is linear.
  const choices = new Map<number, { texts: string[]; finish_reason: ChunkChoice["finish_reason"] }>();

  function partial(): CompletionChunk | undefined {
    const byIndex = [...choices].sort(([a], [b]) => a - b);
    return (
      whole && {
        ...whole,
        choices: byIndex.map(([index, { texts, finish_reason }]) => ({
          index,
          text: texts.join(""),
          finish_reason,
        })),
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
        const choice = choices.get(index);
        if (choice) {
          choice.texts.push(text);
          choice.finish_reason ??= finish_reason;
        } else {
          choices.set(index, { texts: [text], finish_reason });
        }
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

function truncated(what: string): StreamError {
  return new StreamError("truncated", `The stream ended before ${what}.`);
}
