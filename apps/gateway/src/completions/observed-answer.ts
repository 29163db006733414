import { toHttpError } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import type { RequestRecord } from "../telemetry/request-record.ts";
import type { AnswerFacts } from "../telemetry/shadow-metrics.ts";

/** Collects the facts about an answer, from the start of its generation on. */
export class ObservedAnswer implements AnswerFacts {
  errorCode = "";
  /** True if it came from a cache. */
  isCached = false;
  readonly finishReasons: string[] = [];
  readonly #record: Readonly<RequestRecord>;
  readonly #startedAt = performance.now();
  #endedAt = this.#startedAt;

  /** @param record - has the usage and the time of the first token, once the answer has ended. */
  constructor(record: Readonly<RequestRecord>) {
    this.#record = record;
  }

  /** True if the caller asked for a stream. */
  get isStreamed(): boolean {
    return this.#record.stream;
  }

  get completionTokens(): number {
    return this.#record.completionTokens;
  }

  get seconds(): number {
    return (this.#endedAt - this.#startedAt) / 1000;
  }

  get secondsToFirstToken(): number | undefined {
    const { firstTokenAt } = this.#record;
    return firstTokenAt !== undefined && this.isStreamed
      ? (firstTokenAt - this.#startedAt) / 1000
      : undefined;
  }

  /** Passes chunks on, and takes note of them. */
  async *watch(
    batches: AsyncIterable<readonly CompletionChunk[]>,
  ): AsyncGenerator<readonly CompletionChunk[], void, void> {
    for await (const batch of batches) {
      for (const { choices } of batch)
        for (const { index, finish_reason: reason } of choices)
          if (reason !== null) this.finishReasons[index] = reason;
      // Its consumer may leave after the last batch.
      this.#endedAt = performance.now();
      yield batch;
    }
  }

  /** Takes note of what the answer failed with. */
  fail(failure: unknown): void {
    this.errorCode = toHttpError(failure).code;
  }
}
