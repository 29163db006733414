import { checkCapabilities, createIdentity, type Engine, toChunks } from "@completions-api/engine";
import type { ReadCompletion } from "../mock-operation.ts";
import type { MockCompletion } from "../mock-response.ts";
import type { Latency } from "./timing.ts";

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
  return {
    start(signal) {
      const deltas = engine.generate({ ...request, stream: form.stream || itl > 0 }, signal);
      return toChunks(deltas, {
        request,
        identity: createIdentity(engine),
        awaitEnd: true,
      });
    },
  };
}
