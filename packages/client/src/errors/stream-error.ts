import type { CompletionChunk } from "@completions-api/types";
import { CompletionsError } from "./completions-error.ts";

/** A completion that ended early, after the response had begun. */
export abstract class StreamError extends CompletionsError {
  /** What had come of the completion, as one chunk; undefined where nothing had. */
  declare readonly partial: CompletionChunk | undefined;

  constructor(message: string, partial?: CompletionChunk | undefined, options?: ErrorOptions) {
    super(message, options);
    this.partial = partial;
  }
}
