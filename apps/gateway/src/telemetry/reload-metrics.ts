import { Counter, Gauge, type Registry } from "prom-client";

/** Counts reloads of the configuration. For the process that reads it. */
export class ReloadMetrics {
  readonly #reloads = new Counter({
    name: "gateway_config_reloads_total",
    help: "Reloads of the configuration. A reload that failed has changed nothing.",
    labelNames: ["result"],
    registers: [],
  });
  readonly #isLastSuccessful = new Gauge({
    name: "gateway_config_last_reload_successful",
    help: "0 if the last reload failed, so that the file is not what is served, otherwise 1.",
    registers: [],
  });
  readonly #lastSuccess = new Gauge({
    name: "gateway_config_last_reload_success_timestamp_seconds",
    help: "Time at which the configuration that is served was loaded.",
    registers: [],
  });

  constructor() {
    for (const result of ["success", "failure"]) this.#reloads.inc({ result }, 0);
    this.#isLastSuccessful.set(1);
    this.#lastSuccess.setToCurrentTime();
  }

  register(registry: Registry): void {
    registry.registerMetric(this.#reloads);
    registry.registerMetric(this.#isLastSuccessful);
    registry.registerMetric(this.#lastSuccess);
  }

  succeed(): void {
    this.#reloads.inc({ result: "success" });
    this.#isLastSuccessful.set(1);
    this.#lastSuccess.setToCurrentTime();
  }

  fail(): void {
    this.#reloads.inc({ result: "failure" });
    this.#isLastSuccessful.set(0);
  }
}
