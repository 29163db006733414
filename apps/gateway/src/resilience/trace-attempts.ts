import type { CancellationSignal } from "@completions-api/http";
import { HttpError } from "@completions-api/protocol";
import type { Generate, Generation, GenerationRequest } from "../backends/backend.ts";
import { UpstreamError } from "../backends/upstream-error.ts";
import { type Ending, watchDeltas } from "../backends/watch-deltas.ts";
import type { AttemptFailure, AttemptSpan, AttemptTarget } from "../telemetry/traces/request-trace.ts";

/**
 * Gives each generation of a request that is sampled a span, which is the parent of the server's own spans.
 *
 * @param target - describes the engine, which a reload can change.
 */
export function traceAttempts(generate: Generate, target: () => AttemptTarget): Generate {
  return (request, signal) => {
    const span = request.record?.trace?.beginAttempt(request, target());
    return span === undefined
      ? generate(request, signal)
      : generateTraced(generate, { request, signal, span });
  };
}

async function generateTraced(
  generate: Generate,
  {
    request,
    signal,
    span,
  }: { readonly request: GenerationRequest; readonly signal: CancellationSignal; readonly span: AttemptSpan },
): Promise<Generation> {
  const onEnd = (ending: Ending): void => {
    span.end(typeof ending === "object" && !signal.aborted ? describeFailure(ending.failure) : undefined);
  };
  try {
    const traced = { ...request, trace: { ...request.trace, ...span.headers } };
    const generation = await generate(traced, signal);
    span.begun();
    return watchDeltas(generation, { onArrival: (deltas) => span.count(deltas), onEnd });
  } catch (failure) {
    onEnd({ failure });
    throw failure;
  }
}

function describeFailure(failure: unknown): AttemptFailure {
  if (!(failure instanceof HttpError)) return { code: "internal_error" };
  const { code, cause } = failure;
  const status = cause instanceof UpstreamError ? cause.status : undefined;
  return { code, ...(status !== undefined && { status }) };
}
