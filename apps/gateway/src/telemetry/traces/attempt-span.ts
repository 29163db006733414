import type { Delta } from "@completions-api/engine";
import {
  type Attributes,
  type Context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
} from "@opentelemetry/api";
import { FinishReasons } from "./finish-reasons.ts";
import type {
  AttemptFailure,
  AttemptTarget,
  RequestTrace,
  AttemptSpan as TracedAttempt,
} from "./request-trace.ts";
import type { SpanClock } from "./span-clock.ts";
import { toHeaders } from "./trace-context.ts";

type Request = Parameters<RequestTrace["beginAttempt"]>[0];

/** Options of an {@link AttemptSpan}. */
interface AttemptSpanParts {
  readonly tracer: Tracer;
  /** Contains the span of the request. */
  readonly context: Context;
  readonly clock: SpanClock;
  readonly request: Request;
  readonly target: AttemptTarget;
  /** The number of attempts before it. */
  readonly retries: number;
}

/** The span of one attempt to generate, which is a call of a server or of the engine in this process. */
export class AttemptSpan implements TracedAttempt {
  readonly headers: Readonly<Record<string, string>>;
  readonly #span: Span;
  readonly #parts: AttemptSpanParts;
  readonly #startedAt = performance.now();
  readonly #finishReasons = new FinishReasons();
  /** The tokens of each prompt. */
  readonly #promptTokens: number[] = [];
  #completionTokens = 0;

  constructor(parts: AttemptSpanParts) {
    this.#parts = parts;
    const { tracer, context, clock, request, target, retries } = parts;
    this.#span = tracer.startSpan(
      `text_completion ${target.attributes["gen_ai.request.model"]}`,
      {
        kind: target.kind === "client" ? SpanKind.CLIENT : SpanKind.INTERNAL,
        startTime: clock.toTime(this.#startedAt),
        attributes: {
          ...target.attributes,
          ...describeParameters(request),
          ...(retries > 0 && { "http.request.resend_count": retries }),
        },
      },
      context,
    );
    const { traceId, spanId } = this.#span.spanContext();
    this.headers = toHeaders({ traceId, spanId, flags: "01" });
  }

  begun(): void {
    const now = performance.now();
    this.#span.addEvent("first_token", this.#parts.clock.toTime(now));
    if (this.#parts.request.stream)
      this.#span.setAttribute("gen_ai.response.time_to_first_chunk", (now - this.#startedAt) / 1000);
  }

  count(deltas: readonly Delta[]): void {
    const { n = 1 } = this.#parts.request;
    for (const delta of deltas) {
      this.#completionTokens += delta.tokens;
      if (delta.finishReason === null) continue;
      this.#finishReasons.add(delta.finishReason);
      this.#completionTokens += delta.discardedTokens ?? 0;
      // Some engines state a prompt's tokens with each of its choices, others with one.
      this.#promptTokens[Math.floor(delta.index / n)] ||= delta.promptTokens;
    }
  }

  end(failure?: AttemptFailure): void {
    const span = this.#span;
    span.setAttributes(this.#finishReasons.describe());
    const promptTokens = this.#promptTokens.reduce((sum, tokens) => sum + tokens, 0);
    if (promptTokens > 0) span.setAttribute("gen_ai.usage.input_tokens", promptTokens);
    if (this.#completionTokens > 0) span.setAttribute("gen_ai.usage.output_tokens", this.#completionTokens);
    if (failure !== undefined)
      span.setAttributes(describeFailure(failure)).setStatus({ code: SpanStatusCode.ERROR });
    span.end(this.#parts.clock.toTime(performance.now()));
  }
}

/** Describes the parameters of a request that are neither texts nor lists of them. */
function describeParameters(request: Request): Attributes {
  const { maxTokens, temperature, topP, seed, frequencyPenalty, presencePenalty, n = 1, stream } = request;
  return {
    "gen_ai.request.max_tokens": maxTokens,
    ...(temperature !== undefined && { "gen_ai.request.temperature": temperature }),
    ...(topP !== undefined && { "gen_ai.request.top_p": topP }),
    ...(seed !== undefined && { "gen_ai.request.seed": seed }),
    ...(frequencyPenalty !== undefined && { "gen_ai.request.frequency_penalty": frequencyPenalty }),
    ...(presencePenalty !== undefined && { "gen_ai.request.presence_penalty": presencePenalty }),
    ...(n !== 1 && { "gen_ai.request.choice.count": n }),
    ...(stream && { "gen_ai.request.stream": true }),
  };
}

function describeFailure({ code, status }: AttemptFailure): Attributes {
  return { "error.type": code, ...(status !== undefined && { "http.response.status_code": status }) };
}
