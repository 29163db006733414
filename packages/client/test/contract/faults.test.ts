import { startMock } from "@completions-api/mock";
import { afterAll, describe, expect, test } from "vitest";
import {
  ApiError,
  type CallOptions,
  type CompletionsError,
  ConnectionError,
  createCompletionsClient,
  IdleTimeoutError,
  InStreamError,
  MalformedEventError,
  type StreamError,
  TimeoutError,
  TruncatedStreamError,
} from "../../src/index.ts";
import { collect, failureOf, readToFailure } from "../support/client.ts";
import { clients } from "./clients.ts";
import { joinTexts } from "./join-texts.ts";

const mock = await startMock({ port: 0 });
afterAll(() => mock.close());

const options = { baseUrl: mock.url, credential: "key", maxRetries: 0 };
const request = { prompt: ["Call me", "The whale"], max_tokens: 3, seed: 7, stream: true as const };
// The seed makes them the same each time.
const chunks = await collect(await createCompletionsClient(options).complete(request));

interface Fault {
  readonly fault: string;
  /** The error of a stream that has begun. */
  readonly Failure: new (
    ...args: never[]
  ) => StreamError;
  /** The error of a call before the first event. */
  readonly Refusal: new (
    ...args: never[]
  ) => CompletionsError;
}

const faults: readonly Fault[] = [
  { fault: "disconnect", Failure: TruncatedStreamError, Refusal: ConnectionError },
  { fault: "stall", Failure: IdleTimeoutError, Refusal: TimeoutError },
  { fault: "truncate", Failure: TruncatedStreamError, Refusal: TruncatedStreamError },
  { fault: "malformed", Failure: MalformedEventError, Refusal: MalformedEventError },
  { fault: "error", Failure: InStreamError, Refusal: ApiError },
];

// Includes the place before `[DONE]`, where the completion is not finished.
const places = [1, 3, chunks.length];

/** Returns options of a call that meets a fault. The limits are short only for a stall, which would last until they expire. */
function withFault(fault: string, after: number): CallOptions {
  const headers = { prefer: `fault=${fault}, after=${after}` };
  return fault === "stall" ? { headers, timeout: 2_000, idleTimeout: 2_000 } : { headers };
}

describe.concurrent.for(clients)("%s", ([, createClient]) => {
  const client = createClient(options);
  const failing = faults.flatMap((fault) => places.map((after) => ({ ...fault, after })));

  test.for(failing)("$fault after $after events", async ({ fault, after, Failure }) => {
    const stream = await client.complete(request, withFault(fault, after));
    const { items, failure } = await readToFailure(stream);
    expect(items.map(({ choices }) => choices)).toEqual(chunks.slice(0, after).map(({ choices }) => choices));
    if (!(failure instanceof Failure)) throw failure;
    expect(failure.partial?.choices.map(({ text }) => text)).toEqual(joinTexts(items));
    expect(stream.partial()).toEqual(failure.partial);
    expect(await failureOf(stream.final())).toBe(failure);
  });

  test.for(faults)("$fault before the first event", async ({ fault, Refusal }) => {
    const error = await failureOf(client.complete(request, withFault(fault, 0)));
    expect(error).toBeInstanceOf(Refusal);
    expect(error).not.toHaveProperty("partial.choices");
  });
});
