import type { CompletionChunk } from "@completions-api/types";
import { CompletionsError } from "./completions-error.ts";

/** The completion ended early, after the response had begun. */
export abstract class StreamError extends CompletionsError {
  /** The completion so far as one chunk; undefined if no chunk was read. */
  declare readonly partial: CompletionChunk | undefined;

  constructor(message: string, partial?: CompletionChunk | undefined, options?: ErrorOptions) {
    super(message, options);
    this.partial = partial;
  }
}
