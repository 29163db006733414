import type {
  ChunkChoice,
  CompletionChunk,
  CompletionUsage,
  CreateCompletionResponse,
} from "@completions-api/types";
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
  let first: CompletionChunk | undefined;
  let fingerprint: string | undefined;
  let usage: CompletionUsage | null = null;
  // Texts are joined once, at the end: whatever the engine does with `+=`, that is linear.
  const choices = new Map<number, { texts: string[]; finish_reason: ChunkChoice["finish_reason"] }>();

  function partial(): CompletionChunk | undefined {
    if (first === undefined) return undefined;
    const byIndex = [...choices].sort(([a], [b]) => a - b);
    return {
      ...first,
      ...(fingerprint !== undefined && { system_fingerprint: fingerprint }),
      choices: byIndex.map(([index, { texts, finish_reason }]) => ({
        index,
        text: texts.join(""),
        finish_reason,
      })),
      usage,
    };
  }

  return {
    partial,
    add(chunk) {
      first ??= chunk;
      fingerprint ??= chunk.system_fingerprint;
      usage = chunk.usage ?? usage;
      for (const { index, text, finish_reason } of chunk.choices) {
        const choice = choices.get(index);
        if (choice === undefined) {
          choices.set(index, { texts: [text], finish_reason });
        } else {
          choice.texts.push(text);
          choice.finish_reason ??= finish_reason;
        }
      }
    },
    completion() {
      const whole = partial();
      if (!whole?.usage) throw new StreamError("truncated", "The stream ended before its usage came.");
      return {
        ...whole,
        usage: whole.usage,
        choices: whole.choices.map(({ finish_reason, ...choice }) => {
          if (!finish_reason) {
            throw new StreamError("truncated", `The stream ended before choice ${choice.index} did.`);
          }
          return { ...choice, finish_reason };
        }),
      };
    },
  };
}
