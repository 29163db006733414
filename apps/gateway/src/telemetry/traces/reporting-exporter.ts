import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";
import type { Logger } from "pino";

/** Exports spans, and logs when the collector begins to refuse them and when it takes them again. */
export class ReportingExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #logger: Pick<Logger, "info" | "warn">;
  #isDown = false;

  constructor(exporter: SpanExporter, logger: Pick<Logger, "info" | "warn">) {
    this.#exporter = exporter;
    this.#logger = logger;
  }

  export(spans: ReadableSpan[], done: Parameters<SpanExporter["export"]>[1]): void {
    this.#exporter.export(spans, (result) => {
      const { error } = result;
      if (error !== undefined && !this.#isDown) {
        this.#logger.warn({ reason: error.message }, "cannot send traces to the collector: they are dropped");
      } else if (error === undefined && this.#isDown) {
        this.#logger.info("the collector takes traces again");
      }
      this.#isDown = error !== undefined;
      done(result);
    });
  }

  forceFlush(): Promise<void> {
    return this.#exporter.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }
}
