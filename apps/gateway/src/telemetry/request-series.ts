import type { Registry } from "prom-client";
import type { RequestRecord } from "./request-record.ts";
import { type HistogramSlot, SlotHistogram } from "./slot-histogram.ts";

/** The attributes of OpenTelemetry's conventions for generative AI, and the deployment. */
const labelNames = [
  "gen_ai_operation_name",
  "deployment",
  "gen_ai_request_model",
  "http_response_status_code",
  "error_type",
] as const;

/** The series of the requests that have the same labels. */
interface Slots {
  readonly duration: HistogramSlot;
  readonly timeToFirstToken: HistogramSlot;
  readonly timePerOutputToken: HistogramSlot;
  readonly inputTokens: HistogramSlot;
  readonly outputTokens: HistogramSlot;
}

/**
 * The metrics of requests that have ended. Names, units and buckets follow OpenTelemetry's semantic conventions for generative AI,
 * as Prometheus spells them (dots and units become `_`). Callers cannot choose the value of any label, so the number of series is
 * small, and they are kept.
 * Source: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics
 */
export class RequestSeries {
  readonly #createSlots: (labels: readonly string[]) => Slots;
  readonly #slots = new Map<string, Slots>();

  constructor(registry: Registry) {
    const duration = new SlotHistogram({
      name: "gen_ai_server_request_duration_seconds",
      help: "Time from a request's arrival to the last byte of its response.",
      labelNames,
      buckets: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
      registry,
    });
    const timeToFirstToken = new SlotHistogram({
      name: "gen_ai_server_time_to_first_token_seconds",
      help: "Time from a request's arrival to its first token, of successful streams.",
      labelNames,
      buckets: [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
      registry,
    });
    const timePerOutputToken = new SlotHistogram({
      name: "gen_ai_server_time_per_output_token_seconds",
      help: "Time per token after the first, of successful streams.",
      labelNames,
      buckets: [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5],
      registry,
    });
    const tokens = new SlotHistogram({
      name: "gen_ai_client_token_usage",
      help: "Tokens of a prompt (input) and its completion (output), including completions that were cut off.",
      labelNames: [...labelNames, "gen_ai_token_type"],
      buckets: Array.from({ length: 14 }, (_, index) => 4 ** index),
      registry,
    });
    this.#createSlots = (labels) => ({
      duration: duration.createSlot(...labels),
      timeToFirstToken: timeToFirstToken.createSlot(...labels),
      timePerOutputToken: timePerOutputToken.createSlot(...labels),
      inputTokens: tokens.createSlot(...labels, "input"),
      outputTokens: tokens.createSlot(...labels, "output"),
    });
  }

  /** Counts a request that has ended. */
  observe(record: Readonly<RequestRecord>): void {
    const { startedAt, firstTokenAt, endedAt = startedAt, promptTokens, completionTokens } = record;
    const error = record.errorCode ?? (record.left ? "client_left" : "");
    const slots = this.#find(record, error);
    const traceId = record.trace?.traceId;
    slots.duration.observe((endedAt - startedAt) / 1000, traceId);
    if (promptTokens > 0) slots.inputTokens.observe(promptTokens);
    if (completionTokens > 0) slots.outputTokens.observe(completionTokens);
    // The time of the first token is known for streams only.
    if (error !== "" || firstTokenAt === undefined || !record.stream) return;
    slots.timeToFirstToken.observe((firstTokenAt - startedAt) / 1000, traceId);
    if (completionTokens > 1)
      slots.timePerOutputToken.observe((endedAt - firstTokenAt) / 1000 / (completionTokens - 1));
  }

  #find({ deployment = "", model = "", status = 0 }: Readonly<RequestRecord>, error: string): Slots {
    const key = `${deployment}\0${model}\0${status}\0${error}`;
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    // nginx's status for a client that disconnected before there was a response.
    const slots = this.#createSlots(["text_completion", deployment, model, String(status || 499), error]);
    this.#slots.set(key, slots);
    return slots;
  }
}
