import { createIdentity, type Delta, type Engine, toChunks, toEngineRequest } from "@completions-api/engine";
import { HttpError } from "@completions-api/protocol";
import type { CheckedRequest } from "./checked-request.ts";
import { chooseExample } from "./choose-example.ts";
import type { MockCompletion, MockResponse } from "./mock-response.ts";
import { invalidPreference } from "./prefer-header.ts";
import type { Prism } from "./prism.ts";
import type { ExampleCompletion, SpecExample } from "./spec-examples.ts";

/** The number of deltas in a batch, when nobody waits for each of them. */
const batchSize = 64;

/** Chooses the response to a request. */
export type MockHandler = (request: CheckedRequest) => MockResponse;

/** The sources of a {@link MockHandler}'s responses. */
export interface MockSources {
  readonly examples: readonly SpecExample[];
  readonly engine: Engine;
  readonly prism: Pick<Prism, "createDynamicResponse">;
}

/**
 * Creates a handler that responds with what the request's `Prefer` header asks for, otherwise with the spec's example for an
 * equal request, otherwise with a completion by `engine`.
 */
export function createMockHandler({ examples, engine, prism }: MockSources): MockHandler {
  return (request) => {
    const { dynamic, fault } = request.preferences;
    const { stream } = request.completion.parameters;
    if (fault !== undefined && !stream)
      throw invalidPreference("has fault, but the body lacks `stream: true`");
    if (dynamic && stream) throw invalidPreference("has dynamic, but the body has `stream: true`");
    if (dynamic) return prism.createDynamicResponse(request);

    const example = chooseExample(examples, request);
    if (example === undefined) return generate(engine, request);
    return example instanceof HttpError ? example : replay(example);
  };
}

function replay({ chunks }: ExampleCompletion): MockCompletion {
  return {
    async *start() {
      for (const chunk of chunks) yield [chunk];
    },
  };
}

function generate(engine: Engine, { completion, preferences }: CheckedRequest): MockCompletion {
  const request = toEngineRequest(completion);
  const waitsForEach = completion.parameters.stream || preferences.itl !== undefined;
  return {
    start(signal) {
      const deltas = engine.generate(request, signal);
      return toChunks(waitsForEach ? deltas : collectBatches(deltas), {
        request,
        identity: createIdentity(engine),
        awaitEnd: true,
      });
    },
  };
}

/** Collects deltas into batches, which costs less than passing on each of them. */
async function* collectBatches(deltas: AsyncIterable<Delta>): AsyncGenerator<readonly Delta[], void, void> {
  let batch: Delta[] = [];
  for await (const delta of deltas) {
    batch.push(delta);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
