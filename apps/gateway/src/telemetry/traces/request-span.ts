import type { CompletionChunk } from "@completions-api/types";
import {
  type Attributes,
  type Context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
} from "@opentelemetry/api";
import type { RequestRecord } from "../request-record.ts";
import { AttemptSpan } from "./attempt-span.ts";
import { nameProvider } from "./attempt-target.ts";
import { FinishReasons } from "./finish-reasons.ts";
import type { AttemptTarget, RequestTrace } from "./request-trace.ts";
import type { SpanClock } from "./span-clock.ts";

/** Options of a {@link RequestSpan}. */
export interface RequestSpanParts {
  readonly tracer: Tracer;
  readonly span: Span;
  /** Contains the span. */
  readonly context: Context;
  readonly clock: SpanClock;
  readonly record: Readonly<RequestRecord>;
}

/** The span of a request, and those within it. */
export class RequestSpan implements RequestTrace {
  readonly traceId: string;
  readonly #parts: RequestSpanParts;
  /** The number of attempts for the same prompts. The groups of a split request have different ones. */
  readonly #attempts = new Map<unknown, number>();
  readonly #finishReasons = new FinishReasons();
  #response: Attributes | undefined;
  #hasQueueSpan = false;

  constructor(parts: RequestSpanParts) {
    this.#parts = parts;
    this.traceId = parts.span.spanContext().traceId;
  }

  beginAttempt(request: Parameters<RequestTrace["beginAttempt"]>[0], target: AttemptTarget): AttemptSpan {
    this.#addQueueSpan();
    const retries = this.#attempts.get(request.prompts) ?? 0;
    this.#attempts.set(request.prompts, retries + 1);
    return new AttemptSpan({ ...this.#parts, request, target, retries });
  }

  note(chunks: readonly CompletionChunk[]): void {
    for (const { id, model, choices } of chunks) {
      this.#response ??= { "gen_ai.response.id": id, "gen_ai.response.model": model };
      for (const { finish_reason: reason } of choices) this.#finishReasons.add(reason);
    }
  }

  end(): void {
    this.#addQueueSpan();
    const { span, clock, record } = this.#parts;
    const { model, status = 0, startedAt, firstTokenAt, endedAt = startedAt } = record;
    if (model !== undefined) span.updateName(`text_completion ${model}`);
    span.setAttributes({
      ...describeRequest(record),
      ...this.#response,
      ...this.#finishReasons.describe(),
    });
    if (firstTokenAt !== undefined) span.addEvent("first_token", clock.toTime(firstTokenAt));
    // A status below 500 with an error code is the caller's error, unless it was sent within a stream.
    const isFailure = record.errorCode !== undefined && (status >= 500 || status === 200);
    if (isFailure) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(clock.toTime(endedAt));
  }

  /** Adds a span for the time in the queue, once that has ended. */
  #addQueueSpan(): void {
    const { tracer, context, clock, record } = this.#parts;
    const { queuedAt, dequeuedAt } = record;
    if (this.#hasQueueSpan || queuedAt === undefined || dequeuedAt === undefined) return;
    this.#hasQueueSpan = true;
    tracer
      .startSpan("queue", { kind: SpanKind.INTERNAL, startTime: clock.toTime(queuedAt) }, context)
      .end(clock.toTime(dequeuedAt));
  }
}

/**
 * Describes a request by OpenTelemetry's conventions for HTTP servers and for generative AI: neither its texts nor its token.
 * Sources: https://opentelemetry.io/docs/specs/semconv/http/http-spans,
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans
 */
function describeRequest(record: Readonly<RequestRecord>): Attributes {
  const { id, method, path, status, errorCode, left, caller, deployment, model, engine, stream } = record;
  const { cache, startedAt, firstTokenAt, promptTokens, completionTokens } = record;
  const error = errorCode ?? (left ? "client_left" : undefined);
  return {
    "http.request.method": method,
    "http.route": path,
    "url.path": path,
    "url.scheme": "http",
    ...(status !== undefined && { "http.response.status_code": status }),
    ...(error !== undefined && { "error.type": error }),
    "gen_ai.operation.name": "text_completion",
    ...(engine !== undefined && { "gen_ai.provider.name": nameProvider(engine) }),
    ...(model !== undefined && { "gen_ai.request.model": model }),
    ...(stream && { "gen_ai.request.stream": true }),
    ...(stream &&
      firstTokenAt !== undefined && {
        "gen_ai.response.time_to_first_chunk": (firstTokenAt - startedAt) / 1000,
      }),
    ...(promptTokens > 0 && { "gen_ai.usage.input_tokens": promptTokens }),
    ...(completionTokens > 0 && { "gen_ai.usage.output_tokens": completionTokens }),
    "gateway.request.id": id,
    ...(caller !== undefined && { "gateway.caller": caller }),
    ...(deployment !== undefined && { "gateway.deployment": deployment }),
    ...(cache !== undefined && { "gateway.cache": cache }),
  };
}
