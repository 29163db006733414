import type { CompletionChunk } from "@completions-api/types";

/** A completion that is still to be made. It goes through Prism as the body of a response. */
export class PendingCompletion {
  /** How many choices it is to have. */
  readonly choices: number;
  /** Begins to make it. */
  readonly begin: (signal: AbortSignal) => AsyncIterable<CompletionChunk>;

  constructor(choices: number, begin: (signal: AbortSignal) => AsyncIterable<CompletionChunk>) {
    this.choices = choices;
    this.begin = begin;
  }
}
