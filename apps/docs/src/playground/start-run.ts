import { createCompletionsClient } from "@completions-api/client";
import type { CompletionChunk, CreateCompletionRequest, ExtraParameters } from "@completions-api/types";
import type { Face } from "./face.ts";
import { recordFetch } from "./record-fetch.ts";
import { readRunError } from "./run-error.ts";
import type { RecordedEvent, RunRecord } from "./run-record.ts";

/** The longest time for events without a pause, in milliseconds. */
const longestSlice = 30;

/** A request of the playground. */
export interface RunRequest {
  readonly face: Face;
  readonly body: CreateCompletionRequest;
  /** The value of the header `azureml-model-deployment`. */
  readonly deployment?: string | undefined;
  /** The value of the header `extra-parameters`. */
  readonly extraParameters?: ExtraParameters | undefined;
}

/** Options of {@link startRun}. */
export interface RunOptions {
  /** The server, such as `https://host.example`. */
  readonly origin: string;
  /** Never part of the record. A server without keys accepts any text. */
  readonly key: string;
  readonly signal: AbortSignal;
  /** Called whenever the record has changed. */
  onRecord(record: RunRecord): void;
  /** Called with each chunk, and with a completion that was not streamed. */
  onChunk(chunk: CompletionChunk): void;
}

/**
 * Sends a request and records it. Never rejects: a failure is the record's `error`, and an abort just ends the record.
 *
 * @returns the finished record.
 */
export async function startRun(request: RunRequest, options: RunOptions): Promise<RunRecord> {
  const { origin, key, signal, onRecord, onChunk } = options;
  const { face, body, deployment, extraParameters } = request;
  const began = performance.now();
  const events: RecordedEvent[] = [];
  const path = face === "openai" ? "/v1" : "/";
  let record: RunRecord = {
    request: { method: "POST", url: new URL(path, origin).href, headers: {}, body: JSON.stringify(body) },
    startedAt: Date.now(),
    events,
  };
  const now = () => performance.now() - began;
  const update = (change: Partial<RunRecord>) => {
    record = { ...record, ...change };
    onRecord(record);
  };
  try {
    const client = createCompletionsClient({
      baseUrl: new URL(path, origin),
      credential: key.trim() === "" ? "no-key" : key.trim(),
      // The first failure is what the user wants to see.
      maxRetries: 0,
      fetch: recordFetch({
        face,
        onRequest: (sent) => update({ request: sent }),
        onResponse: (status, responseHeaders) => update({ status, responseHeaders }),
        onEvent(text) {
          events.push({ at: now(), text });
          update({});
        },
      }),
    });
    const call = { signal, deployment, extraParameters: face === "openai" ? undefined : extraParameters };
    // The client's types know only the parameters of the other face, and allow more with any policy but `error`.
    const result = await client.complete(body, call as typeof call & { readonly extraParameters: "ignore" });
    if (Symbol.asyncIterator in result) {
      let pauseAt = now() + longestSlice;
      for await (const chunk of result) {
        onChunk(chunk);
        if (now() < pauseAt) continue;
        // Thousands of events may come at once. The page must be able to paint, and to stop, between them.
        await new Promise((resume) => setTimeout(resume));
        pauseAt = now() + longestSlice;
      }
    } else {
      onChunk(result);
    }
  } catch (error) {
    if (!signal.aborted) update({ error: readRunError(error, events) });
  }
  update({ endedAt: now() });
  return record;
}
