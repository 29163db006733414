import {
  checkCapabilities,
  createIdentity,
  type Delta,
  type Engine,
  toChunks,
} from "@completions-api/engine";
import type { ReadCompletion } from "../mock-operation.ts";
import type { MockCompletion } from "../mock-response.ts";
import type { Latency } from "./timing.ts";

/** The number of deltas in a batch, when nobody waits for each of them. */
const batchSize = 64;

/**
 * Creates a completion by an engine.
 *
 * @param latency - of the response. With `itl`, the client waits for single deltas even if it gets no stream.
 * @throws HttpError 422 `parameter_not_supported` for a parameter that the engine lacks.
 */
export function generate(
  engine: Engine,
  { request, form }: Pick<ReadCompletion, "request" | "form">,
  { itl = 0 }: Latency,
): MockCompletion {
  checkCapabilities(engine, request);
  const batched = !form.stream && itl === 0;
  return {
    start(signal) {
      const deltas = engine.generate({ ...request, stream: !batched }, signal);
      return toChunks(batched ? collectBatches(deltas) : deltas, {
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
