import {
  compileStopPatterns,
  createIdentity,
  type EngineRequest,
  StopMatcher,
  type StopPattern,
  type TextLimiter,
  toChunks,
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
 * Maps a generation to the chunks of a completion. Texts end before stop sequences and before text that the content filter
 * cuts. However the generation ends, the record then has its usage.
 *
 * @throws HttpError 502 if the deltas break the grammar of streams. Whatever the generation throws.
 */
export function toCompletionChunks(
  { fingerprint, deltas }: Generation,
  { request, deployment, filter, record }: ChunkContext,
): AsyncIterable<readonly CompletionChunk[]> {
  const { model } = deployment;
  const chunks = toChunks(deltas, {
    identity: createIdentity({ model, ...(fingerprint !== undefined && { fingerprint }) }),
    request,
    limitText: createTextLimiter(compileStopPatterns(request.stop), filter, record),
    usage: record,
    toError: ({ rule, message }) =>
      invalidUpstreamResponse(`a completion that breaks the rule ${rule} (${message})`),
  });
  return record.content ? recordTexts(chunks, record.content.texts) : chunks;
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

async function* recordTexts(
  batches: AsyncIterable<readonly CompletionChunk[]>,
  texts: string[],
): AsyncGenerator<readonly CompletionChunk[], void, void> {
  for await (const batch of batches) {
    for (const { choices } of batch)
      for (const { index, text } of choices) texts[index] = (texts[index] ?? "") + text;
    yield batch;
  }
}
