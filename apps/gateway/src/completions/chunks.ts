import {
  ChunkMaker,
  compileStopPatterns,
  createIdentity,
  type Delta,
  type EngineRequest,
  StopMatcher,
  type StopPattern,
  type TextLimiter,
} from "@completions-api/engine";
import type { CompletionChunk } from "@completions-api/types";
import type { Generation } from "../backends/backend.ts";
import { invalidUpstreamResponse } from "../backends/upstream-error.ts";
import type { ContentFilter } from "../content-filter/content-filter.ts";
import type { RequestRecord } from "../telemetry/request-record.ts";
import type { Deployment } from "./deployment.ts";

/** The context that the chunks of a completion depend on, besides the generation. */
export interface ChunkContext {
  readonly request: EngineRequest;
  readonly deployment: Pick<Deployment, "model">;
  readonly filter: ContentFilter | undefined;
  readonly record: RequestRecord;
}

/**
 * Maps a generation to the chunks of a completion.
 *
 * @throws HttpError 502 if the deltas break the grammar of streams. Whatever the generation throws.
 */
export function toCompletionChunks(generation: Generation, context: ChunkContext): CompletionChunks {
  return new CompletionChunks(generation, context);
}

type NextBatch = IteratorResult<readonly CompletionChunk[], undefined>;

/**
 * The chunks of a completion, in the batches of its deltas. Texts end before stop sequences and before text that the content filter
 * cuts. However the generation ends, the record then has its usage. Iterate them once, or read {@link whole}.
 *
 * Not an async generator, because that takes three promises per batch where this takes one.
 */
export class CompletionChunks implements AsyncIterableIterator<readonly CompletionChunk[], undefined> {
  readonly #generation: Generation;
  readonly #maker: ChunkMaker;
  readonly #record: RequestRecord;
  #deltas: AsyncIterator<readonly Delta[]> | undefined;
  #isOver = false;

  constructor(generation: Generation, { request, deployment, filter, record }: ChunkContext) {
    const { fingerprint } = generation;
    const { model } = deployment;
    this.#generation = generation;
    this.#record = record;
    this.#maker = new ChunkMaker({
      identity: createIdentity({ model, ...(fingerprint !== undefined && { fingerprint }) }),
      request,
      limitText: createTextLimiter(compileStopPatterns(request.stop), filter, record),
      toError: ({ rule, message }) =>
        invalidUpstreamResponse(`a completion that breaks the rule ${rule} (${message})`),
    });
  }

  /** Reads all chunks at once, if the generation is whole. */
  readWhole(): readonly CompletionChunk[] | undefined {
    const { whole } = this.#generation;
    if (whole === undefined) return undefined;
    try {
      const chunks = this.#make(whole);
      if (!this.#maker.hasEnded) this.#maker.end();
      return chunks;
    } finally {
      this.#finish();
    }
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<NextBatch> {
    if (this.#isOver) return Promise.resolve({ done: true, value: undefined });
    this.#deltas ??= this.#generation.deltas[Symbol.asyncIterator]();
    return this.#deltas.next().then(this.#onResult, this.#onFailure);
  }

  async return(): Promise<NextBatch> {
    try {
      if (!this.#isOver) await this.#deltas?.return?.();
    } finally {
      this.#finish();
    }
    return { done: true, value: undefined };
  }

  readonly #onResult = (result: IteratorResult<readonly Delta[]>): NextBatch | Promise<NextBatch> => {
    let chunks: readonly CompletionChunk[];
    try {
      if (result.done) this.#maker.end();
      chunks = result.done ? [] : this.#make(result.value);
    } catch (failure) {
      return this.return().then(() => Promise.reject(failure));
    }
    if (result.done) return this.return();
    // Nothing is asked for after the last delta, so the generation has to be told that this was all.
    if (this.#maker.hasEnded) return this.return().then(() => ({ done: false, value: chunks }));
    return chunks.length > 0 ? { done: false, value: chunks } : this.next();
  };

  readonly #onFailure = (failure: unknown): never => {
    this.#finish();
    throw failure;
  };

  #make(deltas: readonly Delta[]): readonly CompletionChunk[] {
    const chunks = this.#maker.add(deltas);
    const { content, trace } = this.#record;
    if (content) addTexts(chunks, content.texts);
    trace?.note(chunks);
    return chunks;
  }

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    Object.assign(this.#record, this.#maker.countTokens());
  }
}

function addTexts(chunks: readonly CompletionChunk[], texts: string[]): void {
  for (const { choices } of chunks)
    for (const { index, text } of choices) texts[index] = (texts[index] ?? "") + text;
}

/**
 * Returns a function that creates the limiter for one choice's text: it ends the text before the first stop sequence, which
 * an engine may miss or not know, and before text that the content filter cuts. Undefined if there is neither.
 */
function createTextLimiter(
  stop: readonly StopPattern[],
  filter: ContentFilter | undefined,
  record: RequestRecord,
): (() => TextLimiter) | undefined {
  if (stop.length === 0 && filter === undefined) return undefined;
  return () => {
    const matcher = stop.length > 0 ? new StopMatcher(stop) : undefined;
    const watch = filter?.watch();
    return {
      isSecret: watch !== undefined,
      get cutFor() {
        if (watch?.stopped) return "content_filter";
        return matcher?.stopped ? "stop" : undefined;
      },
      push(part, isLast) {
        const text = matcher ? matcher.push(part) + (isLast ? matcher.end() : "") : part;
        if (watch === undefined) return text;
        const allowed = watch.push(text) + (isLast || matcher?.stopped ? watch.end() : "");
        if (watch.stopped) record.filtered = true;
        return allowed;
      },
    };
  };
}
