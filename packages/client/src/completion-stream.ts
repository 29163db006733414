import {
  BrokenStreamError,
  createAssembler,
  createEventDecoder,
  type StreamEvent,
} from "@completions-api/protocol";
import type { CompletionChunk, CreateCompletionResponse } from "@completions-api/types";
import type { Call } from "./call.ts";
import { CompletionsError } from "./errors/completions-error.ts";
import { IdleTimeoutError } from "./errors/idle-timeout-error.ts";
import { InStreamError } from "./errors/in-stream-error.ts";
import { MalformedEventError } from "./errors/malformed-event-error.ts";
import { TruncatedStreamError } from "./errors/truncated-stream-error.ts";

/**
 * A completion while it is generated.
 *
 * It can be iterated over once, as chunks or as text; leaving the loop early cancels the connection. Reading throws a
 * `StreamError` where the stream ends before the completion does, and the reason of whoever aborts it.
 */
export interface CompletionStream extends AsyncIterable<CompletionChunk> {
  /**
   * The chunks, as they come. Spec: `#/components/schemas/CompletionChunk`.
   *
   * @throws TypeError where the stream has been read already, or is being read.
   */
  [Symbol.asyncIterator](): AsyncGenerator<CompletionChunk, void, undefined>;
  /**
   * The text of one choice, piece by piece.
   *
   * @param index - of the choice, which is that of its prompt; by default 0.
   * @throws TypeError where the stream has been read already, or is being read.
   */
  text(index?: number): AsyncGenerator<string, void, undefined>;
  /**
   * The whole completion. Reads what is left of the stream, so it may come after a loop or in its place; called in a loop, it
   * ends that, as there is no more to come.
   * Spec: `#/components/schemas/CreateCompletionResponse`.
   *
   * @throws StreamError where the stream ended early, whoever read it, and what it was aborted with, as it is.
   */
  final(): Promise<CreateCompletionResponse>;
  /** What has been read so far, as one chunk; undefined before the first. */
  partial(): CompletionChunk | undefined;
  /** Cancels the connection. Whoever reads it gets `reason` thrown, by default an AbortError. */
  abort(reason?: unknown): void;
}

/** What a read from the connection gave: events, and why there are no more. */
interface Batch {
  readonly events: readonly StreamEvent[];
  readonly failure?: unknown;
}

/**
 * Waits for the first event, so that what fails before it fails here, where the call can still be sent again.
 *
 * @throws StreamError where the body ends or breaks before an event.
 */
export async function openStream(
  body: ReadableStream<Uint8Array>,
  { lifetime, idleTimeout, checks, request }: Call,
): Promise<CompletionStream> {
  const { signal } = lifetime;
  const check = checks?.stream(request.prompt);
  const reader = body.getReader();
  const decoder = createEventDecoder();
  const assembler = createAssembler();
  const { partial } = assembler;
  let isTaken = false;
  let completion: CreateCompletionResponse | undefined;
  let failure: unknown;

  // Where `fetch` takes no notice of the signal, and where it does, but the body came before.
  signal.addEventListener("abort", () => {
    reader.cancel(signal.reason).catch(() => {}); // Not returned: workerd warns of listeners that return a promise.
  });

  /** Comments are no events, so one time limit holds for all reads until there is one. */
  async function readBatch(): Promise<Batch> {
    lifetime.setTimer(idleTimeout, () =>
      lifetime.abort(new IdleTimeoutError(`Nothing came for ${idleTimeout} ms.`, partial())),
    );
    try {
      for (;;) {
        const { value } = await reader.read();
        const batch: Batch = value
          ? decoder.feed(value)
          : { failure: new BrokenStreamError("truncated", "No [DONE] came."), ...decoder.end() };
        if (batch.events.length > 0 || batch.failure) return batch;
      }
    } catch (cause) {
      return { events: [], failure: toFailure(cause) };
    } finally {
      lifetime.clearTimer();
    }
  }

  function toFailure(cause: unknown): unknown {
    if (signal.aborted) return signal.reason;
    if (cause instanceof CompletionsError) return cause;
    return cause instanceof BrokenStreamError && cause.failure !== "truncated"
      ? new MalformedEventError(cause.message, partial(), { cause })
      : new TruncatedStreamError(`The stream ended early: ${Object(cause).message ?? cause}`, partial(), {
          cause,
        });
  }

  async function* read(batch: Batch): AsyncGenerator<CompletionChunk, void, undefined> {
    try {
      for (;;) {
        for (const event of batch.events) {
          signal.throwIfAborted();
          const problem = check?.(event);
          if (problem) throw new MalformedEventError(problem, partial());
          if (event === "[DONE]") {
            completion = assembler.completion();
            return;
          }
          if ("error" in event) throw new InStreamError(event.error, partial());
          assembler.add(event);
          yield event;
        }
        // What a caller aborts with may be null.
        if (batch.failure !== undefined) throw batch.failure;
        batch = await readBatch();
      }
    } catch (error) {
      failure = toFailure(error);
      throw failure;
    } finally {
      if (completion) {
        drain().catch(() => {}); // The completion is whole, whatever becomes of the connection.
      } else {
        lifetime.abort();
      }
    }
  }

  /** Lets the body end by itself, so that its connection can be used again, but does not wait long for that. */
  async function drain(): Promise<void> {
    lifetime.end();
    lifetime.setTimer(1_000, lifetime.abort);
    while (!(await reader.read()).done);
    lifetime.clearTimer();
  }

  const first = await readBatch();
  if (first.events.length === 0) throw toFailure(first.failure);
  const chunks = closing(read(first));

  function take(): typeof chunks {
    if (isTaken) throw new TypeError("A stream can be read only once.");
    isTaken = true;
    return chunks;
  }

  async function* readText(index: number): AsyncGenerator<string, void, undefined> {
    for await (const { choices } of chunks) {
      for (const choice of choices) if (choice.index === index && choice.text) yield choice.text;
    }
  }

  /** A generator does not see that it is left where it has not begun, or waits. */
  function closing<Item>(items: AsyncGenerator<Item, void, undefined>): typeof items {
    const leave = items.return.bind(items);
    items.return = () => {
      lifetime.abort();
      return leave();
    };
    return items;
  }

  return {
    [Symbol.asyncIterator]: take,
    text(index = 0) {
      take(); // Not in the generator, which would do so later.
      return closing(readText(index));
    },
    async final() {
      isTaken = true;
      while (!(await chunks.next()).done);
      if (completion) return completion;
      throw failure ?? signal.reason;
    },
    partial,
    abort: lifetime.abort,
  };
}
