import {
  BrokenStreamError,
  createAssembler,
  createEventDecoder,
  type StreamEvent,
  type StreamedCompletion,
} from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import type { Call } from "./call.ts";
import { countPrompts } from "./count-prompts.ts";
import { addContext } from "./errors/add-context.ts";
import { CompletionsError } from "./errors/completions-error.ts";
import { IdleTimeoutError } from "./errors/idle-timeout-error.ts";
import { InStreamError } from "./errors/in-stream-error.ts";
import { MalformedEventError } from "./errors/malformed-event-error.ts";
import { TruncatedStreamError } from "./errors/truncated-stream-error.ts";

/**
 * A streamed completion.
 *
 * It can be iterated over once, as chunks or as text. Leaving the loop early closes the connection. Reading throws a
 * `StreamError` if the stream ends before the completion does, and the reason of an abort.
 */
export interface CompletionStream extends AsyncIterable<CompletionChunk>, AsyncDisposableStream {
  /** The number of prompts in the request. Each has a choice, whose index is the prompt's. */
  readonly prompts: number;
  /**
   * Yields the chunks as they arrive. Spec: `#/components/schemas/CompletionChunk`.
   *
   * @throws TypeError if the stream has already been read or is being read.
   */
  [Symbol.asyncIterator](): AsyncGenerator<CompletionChunk, void, undefined>;
  /**
   * Yields the text of one choice as it arrives.
   *
   * @param index - the index of the choice, which equals that of its prompt; by default 0.
   * @throws TypeError if the stream has already been read or is being read.
   */
  text(index?: number): AsyncGenerator<string, void, undefined>;
  /**
   * Returns the whole completion. It reads the rest of the stream, so it can follow a loop or replace it. If it is called
   * within a loop, that loop ends. The usage is undefined if the server sent none. Servers of this API always send it; those of
   * OpenAI's kind only if the extra parameter `stream_options` asks for it.
   * Spec: `#/components/schemas/CreateCompletionResponse`.
   *
   * @throws StreamError if the stream ended early, even if a loop read it.
   * @throws the reason of an abort, unchanged.
   */
  final(): Promise<StreamedCompletion>;
  /** Returns everything read so far as one chunk; undefined before the first chunk. */
  partial(): CompletionChunk | undefined;
  /** Closes the connection. Reading the stream then throws `reason`, by default an AbortError. */
  abort(reason?: unknown): void;
}

/**
 * Makes `await using` close the connection, unless the stream has been read to its end.
 *
 * Its only member is `[Symbol.asyncDispose](): Promise<void>`. It is empty where the configured library of types lacks that
 * symbol, so that programs without `esnext.disposable` compile.
 */
export type AsyncDisposableStream = {
  [Dispose in SymbolConstructor extends { readonly asyncDispose: infer Name extends symbol }
    ? Name
    : never]: () => Promise<void>;
};

/** The events of one read from the connection, and the reason why no more follow, if any. */
interface Batch {
  readonly events: readonly StreamEvent[];
  readonly failure?: unknown;
}

/**
 * Opens a stream and waits for its first event. A failure before that event is thrown here, where the call can still be
 * retried.
 *
 * @throws StreamError if the body ends or breaks before the first event.
 */
export async function openStream(
  body: ReadableStream<Uint8Array>,
  { lifetime, idleTimeout, checks, request, callSite }: Call,
  response: Response,
): Promise<CompletionStream> {
  const { signal } = lifetime;
  const { prompt } = request;
  const prompts = countPrompts(prompt);
  const check = checks?.stream(prompt);
  const reader = body.getReader();
  const decoder = createEventDecoder(check);
  const assembler = createAssembler();
  const { partial } = assembler;
  let isClaimed = false;
  let completion: StreamedCompletion | undefined;
  let failure: unknown;

  // Needed if `fetch` ignores the signal, and if the whole body had arrived before the abort.
  function cancel(): void {
    reader.cancel(signal.reason).catch(() => {}); // The promise is not returned: workerd warns about listeners that return one.
  }
  if (signal.aborted) cancel();
  signal.addEventListener("abort", cancel);

  /** Reads until there are events. One time limit applies to all these reads, because comments are not events. */
  async function readBatch(): Promise<Batch> {
    lifetime.setTimer(idleTimeout, () =>
      lifetime.abort(
        new IdleTimeoutError(
          `Nothing received for ${idleTimeout} ms, the limit set by the option \`idleTimeout\`.`,
          partial(),
        ),
      ),
    );
    try {
      for (;;) {
        const { value } = await reader.read();
        const batch: Batch = value
          ? decoder.feed(value)
          : {
              failure: new BrokenStreamError("truncated", "The stream ended before [DONE]."),
              ...decoder.end(),
            };
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
    if (cause instanceof BrokenStreamError) {
      const StreamFailure = cause.failure === "truncated" ? TruncatedStreamError : MalformedEventError;
      return new StreamFailure(cause.message, partial(), { cause });
    }
    const reason = Object(cause).message ?? cause;
    return new TruncatedStreamError(`The stream ended early: ${reason}`, partial(), { cause });
  }

  async function* readChunks(batch: Batch): AsyncGenerator<CompletionChunk, void, undefined> {
    try {
      for (;;) {
        for (const event of batch.events) {
          signal.throwIfAborted();
          const problem = check?.checkEvent(event);
          if (problem) throw new MalformedEventError(problem, partial());
          if (event === "[DONE]") {
            completion = assembler.streamedCompletion(prompts);
            return;
          }
          if ("error" in event) throw new InStreamError(event.error, partial());
          assembler.add(event);
          yield event;
        }
        // The reason of an abort may be null.
        if (batch.failure !== undefined) throw batch.failure;
        batch = await readBatch();
      }
    } catch (error) {
      failure = toFailure(error);
      addContext(failure, callSite, response);
      throw failure;
    } finally {
      if (completion) {
        drain().catch(() => {}); // The completion is whole, even if the connection fails now.
      } else {
        lifetime.abort();
      }
    }
  }

  /** Waits for the body's end, so that the connection can be reused, but for no longer than a second. */
  async function drain(): Promise<void> {
    lifetime.end();
    lifetime.setTimer(1_000, lifetime.abort);
    while (!(await reader.read()).done);
    lifetime.clearTimer();
  }

  const first = await readBatch();
  if (first.events.length === 0) throw toFailure(first.failure);
  const chunks = abortingOnReturn(readChunks(first));
  lifetime.handOver(reader);

  function claim(): typeof chunks {
    if (isClaimed) throw new TypeError("A stream can be read only once.");
    isClaimed = true;
    return chunks;
  }

  async function* readText(index: number): AsyncGenerator<string, void, undefined> {
    for await (const { choices } of chunks) {
      for (const choice of choices) if (choice.index === index && choice.text) yield choice.text;
    }
  }

  /** Aborts when a loop is left. The generator itself does not notice that before its first value, or while it waits. */
  function abortingOnReturn<Item>(items: AsyncGenerator<Item, void, undefined>): typeof items {
    const returnItems = items.return.bind(items);
    items.return = () => {
      lifetime.abort();
      return returnItems();
    };
    return items;
  }

  return {
    prompts,
    [Symbol.asyncIterator]: claim,
    text(index = 0) {
      claim(); // Within the generator, this would happen only at the first value.
      return abortingOnReturn(readText(index));
    },
    async final() {
      isClaimed = true;
      while (!(await chunks.next()).done);
      if (completion) return completion;
      throw failure ?? signal.reason;
    },
    partial,
    abort: lifetime.abort,
    // Where the symbol is missing, so is `await using`, and the method's name is "undefined".
    async [Symbol.asyncDispose]() {
      if (!completion) lifetime.abort();
    },
  };
}
