import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import {
  type Context,
  createTraceState,
  ROOT_CONTEXT,
  SpanKind,
  TraceFlags,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { Logger } from "pino";
import packageJson from "../../../package.json" with { type: "json" };
import { ReportingExporter } from "./reporting-exporter.ts";
import { RequestSpan } from "./request-span.ts";
import { SpanClock } from "./span-clock.ts";
import { readTraceContext, type TraceContext, toHeaders } from "./trace-context.ts";
import type { Traces } from "./traces.ts";

/** How spans are sampled and sent. */
export interface TracesOptions {
  /** The URL to which spans are posted, such as `http://collector:4318/v1/traces`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The share of requests that are sampled, from 0 to 1, of those whose callers have not decided it. */
  readonly ratio: number;
  readonly logger: Pick<Logger, "info" | "warn">;
}

/** The most spans that wait for the collector. Further ones are dropped. */
const mostWaiting = 2048;
/** The number of spans that are sent together. Encoding them takes about a millisecond, in which no request goes on. */
const batchSize = 256;
/** Milliseconds until a batch that is not full is sent. */
const delay = 1000;
/** Milliseconds that the collector has for the last spans. */
const closeTimeout = 2000;

/** Creates spans by OpenTelemetry's conventions, and sends them by OTLP over HTTP. */
export function createTraces({ url, headers, ratio, logger }: TracesOptions): Traces {
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers } });
  const provider = new TracerProvider({
    // The environment's `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` take precedence.
    resource: defaultResource()
      .merge(
        resourceFromAttributes({
          "service.name": "completions-gateway",
          "service.version": packageJson.version,
          "service.instance.id": randomUUID(),
        }),
      )
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new ReportingExporter(exporter, logger),
        maxQueueSize: mostWaiting,
        maxExportBatchSize: batchSize,
        scheduledDelayMillis: delay,
      }),
    ],
  });
  let closed: Promise<unknown> | undefined;
  const tracer = provider.getTracer("@completions-api/gateway", packageJson.version);

  return {
    begin(record, incoming) {
      const parent = readTraceContext(incoming);
      const outside = parent ? toContext(parent) : ROOT_CONTEXT;
      const clock = new SpanClock();
      const startTime = clock.toTime(record.startedAt);
      const span = tracer.startSpan("text_completion", { kind: SpanKind.SERVER, startTime }, outside);
      if (span.isRecording()) {
        const context = trace.setSpan(outside, span);
        record.trace = new RequestSpan({ tracer, span, context, clock, record });
      }
      const { traceId, spanId, traceFlags } = span.spanContext();
      const flags = traceFlags & TraceFlags.SAMPLED ? "01" : "00";
      return {
        "x-request-id": record.id,
        ...toHeaders({ traceId, spanId, flags, ...(parent?.state !== undefined && { state: parent.state }) }),
      };
    },
    async close() {
      const noFailure = (): void => {
        // It has been logged.
      };
      closed ??= Promise.race([
        provider.shutdown().catch(noFailure),
        setTimeout(closeTimeout, undefined, { ref: false }),
      ]);
      await closed;
    },
  };
}

function toContext({ traceId, spanId, flags, state }: TraceContext): Context {
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
    ...(state !== undefined && { traceState: createTraceState(state) }),
  });
}
